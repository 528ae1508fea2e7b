using System.Buffers.Text;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>A line of the text protocol as words: one <c>foreach</c> yields them.</summary>
internal ref struct Words(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        _rest = _rest.TrimStart((byte)' ');
        if (_rest.IsEmpty)
            return false;
        var end = _rest.IndexOf((byte)' ');
        Current = end < 0 ? _rest : _rest[..end];
        _rest = _rest[Current.Length..];
        return true;
    }

    /// <summary>The next word; empty where there is none.</summary>
    public ReadOnlySpan<byte> Next() => MoveNext() ? Current : default;

    /// <summary>The next word, if it is a number.</summary>
    public bool TryNumber(out ulong value) => TryNumber(Next(), out value);

    public static bool TryNumber(ReadOnlySpan<byte> word, out ulong value) => Utf8Parser.TryParse(word, out value, out var used) && used == word.Length && used > 0;

    /// <summary>The line without its end; -1 bytes where the end is not there.</summary>
    public static int LineOf(ReadOnlySpan<byte> view, out ReadOnlySpan<byte> line)
    {
        var end = view.IndexOf((byte)'\n');
        line = end < 0 ? default : view[..(end > 0 && view[end - 1] == '\r' ? end - 1 : end)];
        return end < 0 ? -1 : end + 1;
    }
}
