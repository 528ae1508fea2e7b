using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Transform;

/// <summary>A feed that tells what a test says.</summary>
internal sealed class ToldFeed : IClusterFeed
{
    private readonly ConcurrentQueue<Change> _changes = new();

    public IReadOnlyList<ObjectKind> Kinds { get; set; } = [];

    public FeedFigures Figures { get; } = new();

    public bool IsDisposed { get; private set; }

    public void Put(params ReadOnlySpan<ClusterObject> objects)
    {
        foreach (var told in objects)
            _changes.Enqueue(new Put(told));
    }

    public void End(ObjectKind kind, string uid, long time) => _changes.Enqueue(new Gone(kind, uid, time));

    public void ListAll()
    {
        foreach (var kind in Kinds)
            _changes.Enqueue(new Listed(kind, 0));
    }

    public bool TryTake([NotNullWhen(true)] out Change? change) => _changes.TryDequeue(out change);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
