namespace Pipeline.Host.Configuration;

/// <summary>The keys that every component has beside its plugin's own.</summary>
internal record ComponentKeys
{
    [Option("The plugin.")]
    public required string Type { get; init; }

    [Option("Load the plugin into a collectible context, which can be let go while the host runs: about twice as slow at interface calls, and not precompiled.")]
    public bool HotSwap { get; init; }
}
