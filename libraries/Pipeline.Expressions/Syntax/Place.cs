namespace Pipeline.Expressions.Syntax;

/// <summary>Where in an expression something stands, in characters.</summary>
internal readonly record struct Place(int Offset, int Length)
{
    public int End => Offset + Length;

    /// <summary>From here to the end of <paramref name="last"/>.</summary>
    public Place To(Place last) => new(Offset, last.End - Offset);

    /// <summary>A mistake at this place, to be thrown.</summary>
    public ExpressionException Error(string message) => new(this, message);

    /// <summary>A word at this place that is none of <paramref name="accepted"/>.</summary>
    public ExpressionException Unknown(string message, string word, IReadOnlyList<string> accepted) =>
        new(this, message) { Word = word, Accepted = accepted };
}
