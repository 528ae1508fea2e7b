using Microsoft.Extensions.Logging;

namespace Pipeline.Processes.Tests.Support;

/// <summary>A component's surroundings without a host: this machine, or a folder that looks like one.</summary>
internal sealed class Machine(string root = "/", bool includeSelf = true) : IComponentContext
{
    public string Name => "test";

    public ILogger Log => Told;

    public HostEnvironment Environment { get; } = new("here", Installed.Home, TimeProvider.System, includeSelf) { HostRoot = root };

    internal Told Told { get; } = new();
}
