using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Changes on their way to who takes them: any thread writes, one takes. Writers wait while it is full.</summary>
internal sealed class ChangeQueue(int capacity)
{
    private readonly Channel<Change> _channel = Channel.CreateBounded<Change>(new BoundedChannelOptions(capacity) { SingleReader = true });

    public bool TryTake([NotNullWhen(true)] out Change? change) => _channel.Reader.TryRead(out change);

    public ValueTask PutAsync(Change change, CancellationToken stop) => _channel.Writer.WriteAsync(change, stop);
}
