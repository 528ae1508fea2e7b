namespace Pipeline;

/// <summary>An option a plugin cannot work with. The host shows it at the user's own line, with a caret, among all other mistakes.</summary>
/// <param name="key">Dotted path of the option below the component: <c>condition</c>, <c>options.min</c>, <c>columns.0</c>. Empty: the component as a whole.</param>
/// <param name="message">What is wrong: (got ..., expected ...).</param>
public sealed class OptionException(string key, string message) : Exception(message)
{
    /// <summary>Dotted path of the option below the component.</summary>
    public string Key { get; } = key;

    /// <summary>The word that was not known, for a "did you mean"; null where that makes no sense.</summary>
    public string? Word { get; init; }

    /// <summary>What would have been accepted instead of <see cref="Word"/>.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>Where in a string value the mistake begins, in characters.</summary>
    public int Offset { get; init; }

    /// <summary>How many characters of a string value are wrong; 0: the whole value.</summary>
    public int Length { get; init; }
}
