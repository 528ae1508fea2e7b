using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>What the runners of one pipeline share.</summary>
/// <param name="Arena">Memory for rows.</param>
/// <param name="Environment">The host's surroundings.</param>
/// <param name="Logs">Makes each component's log.</param>
/// <param name="RequestStop">Asks the whole pipeline to stop in order.</param>
/// <param name="SinkFailed">A sink could not start, and has said so in its state.</param>
/// <param name="Stopping">Sources are to end, and nobody waits for better times any more.</param>
/// <param name="Deadline">The stop deadline has passed.</param>
internal sealed record RunContext(
    Arena Arena,
    HostEnvironment Environment,
    ILoggerFactory Logs,
    Action RequestStop,
    Action SinkFailed,
    CancellationToken Stopping,
    CancellationToken Deadline);
