namespace Pipeline;

/// <summary>The contract between host and plugins. Pipeline.Abstractions, Pipeline.Bpf and Pipeline.Workloads count together.</summary>
public static class Contract
{
    /// <summary>Raised when a plugin built before would no longer work. A plugin.toml names the version it was built for.</summary>
    public const int Version = 1;
}
