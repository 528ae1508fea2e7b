namespace Pipeline.Expressions.Syntax;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">A name without quotes; a symbol in its one spelling (<c>and</c> is <c>&amp;&amp;</c>).</param>
/// <param name="Literal">A literal's value.</param>
internal readonly record struct Token(TokenKind Kind, Place Place, string Text, Expression? Literal = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
