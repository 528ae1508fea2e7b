namespace Pipeline.Expressions.Syntax;

/// <summary>A mistake in an expression. Whoever knows which option the expression is the value of makes an <see cref="OptionException"/> of it.</summary>
/// <param name="place">Where it is.</param>
/// <param name="message">What is wrong.</param>
internal sealed class ExpressionException(Place place, string message) : Exception(message)
{
    /// <summary>The word that was not known; null where that makes no sense.</summary>
    public string? Word { get; init; }

    /// <summary>What would have been accepted instead.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>What <paramref name="read"/> makes of the expression in the option <paramref name="key"/>.</summary>
    /// <exception cref="OptionException">There is a mistake in it.</exception>
    public static T Tell<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ExpressionException e)
        {
            throw e.At(key);
        }
    }

    private OptionException At(string key) => new(key, Message) { Offset = place.Offset, Length = place.Length, Word = Word, Accepted = Accepted };
}
