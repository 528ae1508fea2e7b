using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <summary>One entry of <c>inputs</c>: a component, or one table of it.</summary>
internal sealed record InputReference(string Component, string? Table, SourceSpan Span, string Path)
{
    public static InputReference Parse(string text, SourceSpan span, string path)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(text, null, span, path) : new(text[..dot], text[(dot + 1)..], span, path);
    }
}
