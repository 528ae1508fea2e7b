using System.Buffers;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>The reading position in a text; the only way by which the reader looks at it.</summary>
internal sealed class TomlCursor(SourceText source)
{
    private const int EndOfText = -1;

    private readonly string _text = source.Text;

    public SourceText Source => source;

    public int Position { get; set; }

    /// <summary>Characters looked at so far; what a test holds against the length of the text.</summary>
    public long Steps { get; private set; }

    public bool AtEnd => Position >= _text.Length;

    public bool AtNewline => Peek() == '\n' || Peek() == '\r' && Peek(1) == '\n';

    public int Peek(int ahead = 0)
    {
        Steps++;
        int offset = Position + ahead;
        return offset < _text.Length ? _text[offset] : EndOfText;
    }

    public bool At(string expected)
    {
        Steps += expected.Length;
        return string.CompareOrdinal(_text, Position, expected, 0, expected.Length) == 0;
    }

    public bool TryTake(char expected)
    {
        if (Peek() != expected)
            return false;
        Position++;
        return true;
    }

    public bool TryTake(string expected)
    {
        if (!At(expected))
            return false;
        Position += expected.Length;
        return true;
    }

    public bool TryTakeNewline() => TryTake('\n') || TryTake("\r\n");

    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
            Position++;
    }

    /// <summary>Goes to the start of the next line.</summary>
    public void SkipLine()
    {
        int end = _text.IndexOf('\n', Position);
        MoveTo(end < 0 ? _text.Length : end + 1);
    }

    /// <summary>Takes everything before the next stop character.</summary>
    public ReadOnlySpan<char> TakeUntil(SearchValues<char> stops)
    {
        int start = Position;
        int length = _text.AsSpan(start).IndexOfAny(stops);
        MoveTo(length < 0 ? _text.Length : start + length);
        return _text.AsSpan(start, Position - start);
    }

    /// <summary>Takes everything that is made of the given characters.</summary>
    public ReadOnlySpan<char> TakeWhile(SearchValues<char> allowed)
    {
        int start = Position;
        int length = _text.AsSpan(start).IndexOfAnyExcept(allowed);
        MoveTo(length < 0 ? _text.Length : start + length);
        return _text.AsSpan(start, Position - start);
    }

    public SourceSpan SpanFrom(int start) => source.Span(start, Position - start);

    /// <summary>The character at the position: empty at the end of a line, two units long beyond the basic plane.</summary>
    public SourceSpan CharacterSpan() =>
        source.Span(Position, AtEnd || AtNewline ? 0 : TomlCharacters.IsPair(_text, Position) ? 2 : 1);

    /// <summary>What stands at the position, for "got ...".</summary>
    public string Describe() => TomlCharacters.Describe(_text, Position);

    /// <summary>Why the character at the position may stand nowhere; null if it may.</summary>
    public string? Forbidden() => AtEnd ? null : TomlCharacters.Forbidden(_text, Position);

    private void MoveTo(int position)
    {
        Steps += position - Position + 1;
        Position = position;
    }
}
