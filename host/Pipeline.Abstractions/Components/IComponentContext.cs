using Microsoft.Extensions.Logging;

namespace Pipeline;

/// <summary>What the host lends to a component when it builds it.</summary>
public interface IComponentContext
{
    /// <summary>The component's name in the configuration.</summary>
    string Name { get; }

    /// <summary>The component's log.</summary>
    ILogger Log { get; }

    /// <summary>The component's surroundings.</summary>
    HostEnvironment Environment { get; }
}
