using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>What a host lends to a component, without a host.</summary>
internal sealed class LentContext(TimeProvider? time = null, string dataDirectory = "/nowhere", ILogger? log = null) : IComponentContext
{
    public string Name => "test";

    public ILogger Log { get; } = log ?? NullLogger.Instance;

    public HostEnvironment Environment { get; } = new("host", "/", time ?? TimeProvider.System) { DataDirectory = dataDirectory };
}
