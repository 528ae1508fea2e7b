namespace Pipeline.Host.Configuration.Toml;

/// <summary>What is wrong with a configuration, and where.</summary>
/// <param name="Span">The words at fault.</param>
/// <param name="KeyPath">Dotted path of the key concerned; empty where there is none.</param>
/// <param name="Message">What is wrong, what was got and expected, and the remedy.</param>
/// <param name="Suggestion">What the user most likely meant, ready to paste; null without a plausible guess.</param>
internal sealed record Diagnostic(SourceSpan Span, string KeyPath, string Message, string? Suggestion = null)
{
    public override string ToString()
    {
        string path = KeyPath.Length == 0 ? "" : KeyPath + ": ";
        string question = Suggestion is null ? "" : $"; did you mean {Suggestion}?";
        return $"{Span}: {path}{Message}{question}";
    }
}
