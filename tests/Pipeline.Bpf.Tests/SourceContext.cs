using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Bpf.Tests;

/// <summary>A host of a source, installed beside the tests.</summary>
internal sealed class SourceContext : IComponentContext
{
    public string Name => "source";

    public ILogger Log => NullLogger.Instance;

    public HostEnvironment Environment { get; } = new("here", AppContext.BaseDirectory, TimeProvider.System, IncludeSelf: true);
}
