using System.Diagnostics.CodeAnalysis;
using Pipeline.Transforms.Kubernetes.Api.Following;

namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>
/// What is known of a cluster, as changes in a bounded queue. Others write it; one thread takes. Nothing is thrown away where the queue is full: those who write wait, and read the
/// cluster's changes later.
/// </summary>
internal interface IClusterFeed : IAsyncDisposable
{
    /// <summary>The kinds that it tells of.</summary>
    IReadOnlyList<ObjectKind> Kinds { get; }

    /// <summary>What it has counted so far. Any thread.</summary>
    FeedFigures Figures { get; }

    /// <summary>Takes the next change where there is one; never waits, never throws. Servers that fail are a matter of the feed's log and figures.</summary>
    bool TryTake([NotNullWhen(true)] out Change? change);
}
