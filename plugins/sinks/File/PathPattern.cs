using System.Globalization;

namespace Pipeline.Sinks.File;

/// <summary>Where a table's rows go, but for the time.</summary>
internal sealed class PathPattern
{
    private readonly IReadOnlyList<(string Text, bool IsTime)> _parts;
    private readonly string? _always;

    public PathPattern(IReadOnlyList<(string Text, bool IsTime)> parts)
    {
        _parts = parts;
        Text = Path.GetFullPath(string.Concat(parts.Select(p => p.IsTime ? $"{{time:{p.Text}}}" : p.Text)));
        _always = parts.Any(p => p.IsTime) ? null : Text;
    }

    /// <summary>The whole path, the times in it as the user wrote them: who has the same one writes to the same files.</summary>
    public string Text { get; }

    /// <summary>The path at a time.</summary>
    public string At(DateTimeOffset time) => _always
        ?? Path.GetFullPath(string.Concat(_parts.Select(p => p.IsTime ? time.UtcDateTime.ToString(p.Text, CultureInfo.InvariantCulture) : p.Text)));
}
