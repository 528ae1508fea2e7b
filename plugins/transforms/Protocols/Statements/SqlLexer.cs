using System.Buffers;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>Reads the tokens of a statement, of which the end may be missing. Any bytes will do: each call takes at least one of them, until none is left.</summary>
internal ref struct SqlLexer(ReadOnlySpan<byte> text, SqlRules rules)
{
    private static readonly SearchValues<byte> InWord = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(b => (byte)b).Where(b => b >= 0x80 || char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'$')]);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public SqlToken Next()
    {
        Pass();
        if (_at >= _text.Length)
            return new(SqlTokenKind.End, _text.Length, _text.Length);
        var (start, first) = (_at, _text[_at]);
        if (first is (byte)'\'')
            return Quoted(start, SqlTokenKind.Text, rules.HasBackslashes);
        if (first is (byte)'"')
            return rules.AreDoubleQuotesStrings ? Quoted(start, SqlTokenKind.Text, rules.HasBackslashes) : Quoted(start, SqlTokenKind.Name, false);
        if (first is (byte)'`' && rules.HasBackticks)
            return Quoted(start, SqlTokenKind.Name, false);
        if (char.IsAsciiDigit((char)first))
            return Number(start);
        if (first is (byte)'$')
            return Dollar(start);
        if (InWord.Contains(first))
            return Word(start);
        _at++;
        return new(first == '?' && !rules.IsParameterNumbered ? SqlTokenKind.Parameter : SqlTokenKind.Symbol, start, _at);
    }

    private readonly byte Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : (byte)0;

    /// <summary>Passes over spaces and comments.</summary>
    private void Pass()
    {
        while (_at < _text.Length)
        {
            var first = _text[_at];
            if (first <= ' ')
                _at++;
            else if (first == '-' && Peek(1) == '-' && (!rules.HasHashComments || Peek(2) <= ' '))
                PassLine();
            else if (first == '#' && rules.HasHashComments)
                PassLine();
            else if (first == '/' && Peek(1) == '/' && rules.HasSlashComments)
                PassLine();
            else if (first == '/' && Peek(1) == '*')
                PassComment();
            else if (first == '*' && Peek(1) == '/' && rules.IsCommentCode)
                _at += 2;
            else
                return;
        }
    }

    private void PassLine()
    {
        var end = _text[_at..].IndexOf((byte)'\n');
        _at = end < 0 ? _text.Length : _at + end + 1;
    }

    private void PassComment()
    {
        _at += 2;
        if (rules.IsCommentCode && (Peek(0) == '!' || (Peek(0) == 'M' && Peek(1) == '!')))
        {
            _at += Peek(0) == '!' ? 1 : 2;
            while (char.IsAsciiDigit((char)Peek(0)))
                _at++;
            return;
        }

        for (var depth = 1; depth > 0;)
        {
            var next = _text[_at..].IndexOfAny((byte)'*', (byte)'/');
            if (next < 0 || _at + next + 1 >= _text.Length)
            {
                _at = _text.Length;
                return;
            }

            _at += next;
            var (isEnd, isBegin) = (_text[_at] == '*' && _text[_at + 1] == '/', _text[_at] == '/' && _text[_at + 1] == '*' && rules.HasNestedComments);
            depth += isBegin ? 1 : isEnd ? -1 : 0;
            _at += isBegin || isEnd ? 2 : 1;
        }
    }

    private SqlToken Quoted(int start, SqlTokenKind kind, bool hasBackslashes)
    {
        var quote = _text[_at++];
        while (_at < _text.Length)
        {
            var next = hasBackslashes ? _text[_at..].IndexOfAny(quote, (byte)'\\') : _text[_at..].IndexOf(quote);
            if (next < 0)
                break;
            _at += next;
            if (_text[_at] == quote && Peek(1) != quote)
                return new(kind, start, ++_at);
            _at += 2;
        }

        _at = _text.Length;
        return new(kind, start, _at, IsCut: true);
    }

    private SqlToken Number(int start)
    {
        while (char.IsAsciiLetterOrDigit((char)Peek(0)) || Peek(0) is (byte)'.' or (byte)'_')
            _at++;
        return new(SqlTokenKind.Number, start, _at);
    }

    private SqlToken Dollar(int start)
    {
        if (rules.IsParameterNumbered && char.IsAsciiDigit((char)Peek(1)))
        {
            for (_at += 2; char.IsAsciiDigit((char)Peek(0));)
                _at++;
            return new(SqlTokenKind.Parameter, start, _at);
        }

        var tag = 1;
        while (Peek(tag) is var b && b != '$' && InWord.Contains(b))
            tag++;
        if (!rules.HasDollarStrings || (Peek(tag) != '$' && _at + tag < _text.Length))
        {
            _at++;
            return new(SqlTokenKind.Symbol, start, _at);
        }

        // The text may also end within the tag.
        tag = Math.Min(tag + 1, _text.Length - _at);
        var end = _text[(_at + tag)..].IndexOf(_text.Slice(_at, tag));
        _at = end < 0 ? _text.Length : _at + tag + end + tag;
        return new(SqlTokenKind.Text, start, _at, end < 0);
    }

    private SqlToken Word(int start)
    {
        var length = _text[_at..].IndexOfAnyExcept(InWord);
        _at = length < 0 ? _text.Length : _at + length;
        var first = (byte)(_text[start] | 0x20);
        if (length == 1 && Peek(0) == '\'' && first is (byte)'e' or (byte)'n' or (byte)'b' or (byte)'x')
            return Quoted(start, SqlTokenKind.Text, rules.HasBackslashes || first == 'e');
        if (length == 1 && first == 'u' && Peek(0) == '&' && Peek(1) is (byte)'\'' or (byte)'"')
        {
            _at++;
            return Quoted(start, _text[_at] == '\'' ? SqlTokenKind.Text : SqlTokenKind.Name, rules.HasBackslashes);
        }

        return new(SqlTokenKind.Word, start, _at);
    }
}
