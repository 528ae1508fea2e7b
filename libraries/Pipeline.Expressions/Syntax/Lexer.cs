namespace Pipeline.Expressions.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class Lexer(string text)
{
    private int _at;

    /// <summary>The next token; at the end, an empty one again and again.</summary>
    /// <exception cref="ExpressionException">What follows begins no token.</exception>
    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at == text.Length)
            return new Token(TokenKind.End, new Place(_at, 0), "");
        var first = text[_at];
        if (char.IsAsciiDigit(first))
            return Literal(NumberReader.Read(text, _at));
        if (first is '"' or '\'' || (first == 'r' && _at + 1 < text.Length && text[_at + 1] is '"' or '\''))
            return Literal(QuoteReader.Read(text, _at));
        if (first == '`')
            return QuotedName();
        return IsNamePart(first) ? Word() : Symbol();
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private Token Literal(Expression literal)
    {
        _at = literal.Place.End;
        return new Token(TokenKind.Literal, literal.Place, "", literal);
    }

    private Token Word()
    {
        var end = _at;
        while (end < text.Length && IsNamePart(text[end]))
            end++;
        var place = Advance(end);
        var word = text[place.Offset..end];
        return Operators.SymbolOf(word) is { } symbol ? new Token(TokenKind.Symbol, place, symbol) : new Token(TokenKind.Name, place, word);
    }

    private Token QuotedName()
    {
        var end = text.IndexOf('`', _at + 1);
        if (end < 0)
            throw new Place(_at, text.Length - _at).Error("the closing ` of a column name is missing");
        var place = Advance(end + 1);
        return new Token(TokenKind.Name, place, text[(place.Offset + 1)..end]);
    }

    private Token Symbol()
    {
        foreach (var symbol in Operators.Symbols)
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
                return new Token(TokenKind.Symbol, Advance(_at + symbol.Length), symbol);
        var length = char.IsSurrogatePair(text, _at) ? 2 : 1;
        var character = text.Substring(_at, length);
        throw new Place(_at, length).Error(character == "=" ? "'=' compares nothing: write '=='" : $"'{character}' has no meaning here");
    }

    private Place Advance(int end)
    {
        var place = new Place(_at, end - _at);
        _at = end;
        return place;
    }
}
