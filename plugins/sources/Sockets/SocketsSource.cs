using Pipeline.Bpf;
using Pipeline.Bpf.Reading;
using Pipeline.Sources.Sockets.Tls;

namespace Pipeline.Sources.Sockets;

/// <summary>Tells what programs say to each other through sockets, connections that open and close, and figures of both.</summary>
public sealed class SocketsSource(SocketsOptions options, IComponentContext context) : KernelSource(
    SocketsObject.Read(options, context.Environment),
    SocketsObject.Settings(options, context.Environment),
    new ReadSettings(options.Latency, options.Interval),
    context)
{
    private readonly Func<BpfObject, CancellationToken, LibraryFollower>? _follow = options.Tls ? (loaded, stop) => LibraryFollower.Start(loaded, context, stop) : null;
    private LibraryFollower? _follower;

    /// <inheritdoc/>
    protected override void Attached(BpfObject loaded, CancellationToken stop)
    {
        loaded.RunIterator(SocketsObject.OlderSockets);
        _follower = _follow?.Invoke(loaded, stop);
    }

    /// <inheritdoc/>
    protected override void Detaching()
    {
        _follower?.Dispose();
        _follower = null;
    }
}
