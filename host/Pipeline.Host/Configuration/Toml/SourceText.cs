using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>One configuration text with its name, and the way from an offset to a line and a column.</summary>
internal sealed class SourceText
{
    /// <summary>
    /// A byte that is not UTF-8 is kept as this lone surrogate plus the byte, so that the reader meets it at its place and can name
    /// it.
    /// </summary>
    public const char UndecodedByte = '\uDC00';

    private const char ByteOrderMark = '\uFEFF';

    private readonly List<int> _lineStarts = [0];

    public SourceText(string name, string text)
    {
        Name = name;
        // No editor shows the mark, so it does not count as a column either.
        Text = text.StartsWith(ByteOrderMark) ? text[1..] : text;
        for (int i = Text.IndexOf('\n'); i >= 0; i = Text.IndexOf('\n', i + 1))
            _lineStarts.Add(i + 1);
    }

    public string Name { get; }

    public string Text { get; }

    public int LineCount => _lineStarts.Count;

    public static SourceText FromUtf8(string name, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return new SourceText(name, Encoding.UTF8.GetString(bytes));

        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == OperationStatus.Done)
                text.Append(units[..rune.EncodeToUtf16(units)]);
            else
                foreach (byte undecoded in bytes[..consumed])
                    text.Append((char)(UndecodedByte + undecoded));
            bytes = bytes[consumed..];
        }
        return new SourceText(name, text.ToString());
    }

    public SourceSpan Span(int start, int length) => new(this, start, length);

    /// <summary>1-based line of an offset; the line break belongs to the line it ends.</summary>
    public int LineOf(int offset)
    {
        int index = _lineStarts.BinarySearch(offset);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>1-based column of an offset in characters (code points), not in UTF-16 units.</summary>
    public int ColumnOf(int offset)
    {
        int column = 1;
        for (int i = _lineStarts[LineOf(offset) - 1]; i < offset; i++)
            if (!(char.IsLowSurrogate(Text[i]) && i > 0 && char.IsHighSurrogate(Text[i - 1])))
                column++;
        return column;
    }

    /// <summary>The offsets of a line's text, without its line break.</summary>
    public Range LineRange(int line)
    {
        int start = _lineStarts[line - 1];
        if (line == _lineStarts.Count)
            return start..Text.Length;
        int end = _lineStarts[line] - 1;
        return start..(end > start && Text[end - 1] == '\r' ? end - 1 : end);
    }
}
