namespace Pipeline.Transforms.Filter.Expressions;

/// <summary>Where in the condition something stands, in characters.</summary>
internal readonly record struct Place(int Offset, int Length)
{
    public int End => Offset + Length;

    /// <summary>From here to the end of <paramref name="last"/>.</summary>
    public Place To(Place last) => new(Offset, last.End - Offset);

    /// <summary>A mistake at this place, to be thrown.</summary>
    public OptionException Error(string message) => new("condition", message) { Offset = Offset, Length = Length };

    /// <summary>A word at this place that is none of <paramref name="accepted"/>.</summary>
    public OptionException Unknown(string message, string word, IReadOnlyList<string> accepted) =>
        new("condition", message) { Offset = Offset, Length = Length, Word = word, Accepted = accepted };
}
