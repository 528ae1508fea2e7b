using Pipeline.Bpf;
using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Sockets;

/// <summary>Tells what programs say to each other through sockets, connections that open and close, and figures of both.</summary>
public sealed class SocketsSource(SocketsOptions options, IComponentContext context) : KernelSource(
    SocketsObject.Read(options, context.Environment),
    SocketsObject.Settings(options, context.Environment),
    new ReadSettings(options.Latency, options.Interval),
    context)
{
    /// <inheritdoc/>
    protected override void Attached(BpfObject loaded) => loaded.RunIterator(SocketsObject.OlderSockets);
}
