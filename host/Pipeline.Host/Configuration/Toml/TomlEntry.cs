namespace Pipeline.Host.Configuration.Toml;

/// <summary>A key of a table with its value.</summary>
internal readonly record struct TomlEntry(TomlKey Key, TomlValue Value);
