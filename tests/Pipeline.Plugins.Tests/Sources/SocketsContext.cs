using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Plugins.Tests.Sources;

/// <summary>A context with the installation, where the kernel programs of a source lie.</summary>
internal sealed class SocketsContext(ILogger? log = null) : IComponentContext
{
    public string Name => "sockets";

    public ILogger Log { get; } = log ?? NullLogger.Instance;

    public HostEnvironment Environment { get; } = new("here", Home(), TimeProvider.System);

    private static string Home([CallerFilePath] string here = "") => System.Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home
        ? home
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../artifacts/pipeline"));
}
