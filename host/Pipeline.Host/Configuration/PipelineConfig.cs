using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Configuration;

/// <summary>A configuration in the user's words: the <c>[pipeline]</c> keys and the components of all its files together.</summary>
internal sealed record PipelineConfig(TomlTable Settings, IReadOnlyList<ComponentConfig> Components);
