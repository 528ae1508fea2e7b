namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>A value and where the user wrote it: an option, or an environment variable.</summary>
/// <param name="Text">The value.</param>
/// <param name="Option">The option that it is, or stands in for.</param>
/// <param name="Variable">The environment variable that it comes from; null: it was given as the option.</param>
internal sealed record Setting(string Text, string Option, string? Variable = null)
{
    /// <summary>A mistake in it, told at the place where it was made.</summary>
    public OptionException Wrong(string message, string? word = null, IReadOnlyList<string>? accepted = null) =>
        Variable is null
            ? new OptionException(Option, message) { Word = word, Accepted = accepted ?? [] }
            : new OptionException("", $"environment variable {Variable}: {message}");
}
