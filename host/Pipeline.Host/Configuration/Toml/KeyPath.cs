using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Where the reader is in the tree, for diagnostics: sinks.prom.inputs[1].</summary>
internal sealed class KeyPath
{
    /// <summary>A name of a megabyte, repeated in each error below it, must not fill the terminal or the memory.</summary>
    private const int LongestName = 60;

    private readonly List<(string? Name, int Index)> _parts = [];

    public int Depth => _parts.Count;

    public void Push(string name) => _parts.Add((name, 0));

    public void Push(int index) => _parts.Add((null, index));

    public void Truncate(int depth) => _parts.RemoveRange(depth, _parts.Count - depth);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string? name, int index) in _parts)
            if (name is null)
                text.Append('[').Append(index).Append(']');
            else
                text.Append(text.Length == 0 ? "" : ".").Append(Shown(name));
        return text.ToString();
    }

    private static string Shown(string name) =>
        TomlText.Key(name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "..."));
}
