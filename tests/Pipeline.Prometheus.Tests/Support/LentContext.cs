using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>What a host lends to a component, without a host.</summary>
internal sealed class LentContext(TimeProvider? time = null) : IComponentContext
{
    public const string HostName = "this-host";

    public string Name => "prom";

    public ILogger Log => NullLogger.Instance;

    public HostEnvironment Environment { get; } = new(HostName, "/", time ?? TimeProvider.System);
}
