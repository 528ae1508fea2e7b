namespace Pipeline.Host.Configuration.Toml;

/// <summary>One part of a key: its name with quotes and escapes undone, and where it stands.</summary>
internal sealed record TomlKey(string Name, SourceSpan Span);
