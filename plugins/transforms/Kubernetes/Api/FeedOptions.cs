using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api;

/// <summary>What a feed tells of.</summary>
internal sealed record FeedOptions
{
    public IReadOnlyList<ObjectKind> Kinds { get; init; } =
        [ObjectKind.Pod, ObjectKind.Service, ObjectKind.Node, ObjectKind.ReplicaSet, ObjectKind.Job];

    /// <summary>Only the pods of this node; null: of all.</summary>
    public string? Node { get; init; }

    /// <summary>Labels and annotations of pods that are told.</summary>
    public WantedKeys Wanted { get; init; } = WantedKeys.None;

    /// <summary>Most changes that wait to be taken.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>Objects of a page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The shortest time after which the server is to end a watch; each is up to twice as long, so that those of many agents do not end together.</summary>
    public TimeSpan WatchTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much longer a watch may last than the server was told, and how long any list may go without a byte.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a kubelet is asked.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
}
