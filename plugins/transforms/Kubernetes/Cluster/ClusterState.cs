using System.Diagnostics;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>
/// What a cluster consists of and consisted of lately, as rows are looked up in it: pods by uid, container and address, services and nodes by address. Owned by the thread that
/// looks up. What takes part is bounded in number; what there is no room for is counted.
/// </summary>
internal sealed class ClusterState
{
    /// <summary>Pods that can be known at a time, those that are gone too.</summary>
    public const int MostPods = 100_000;

    private readonly int _capacity;
    private readonly Action<Subject> _outdated;
    private readonly OwnerBook _owners;
    private readonly PodBook _pods;
    private readonly NameBook<NamedService> _services;
    private readonly NameBook<NamedNode> _nodes;
    private readonly Departures _departures;
    private readonly HashSet<ObjectKind> _listed = [];
    private long _skippedPods;

    /// <param name="keep">For how long what is gone is still known.</param>
    /// <param name="labels">Labels of pods of which the values are kept.</param>
    /// <param name="annotations">As <paramref name="labels"/>.</param>
    /// <param name="outdated">Called for whatever rows were told of, before something else is known of it or nothing any more.</param>
    /// <param name="capacity">Pods; as many services and nodes, and owners that no pod has.</param>
    public ClusterState(TimeSpan keep, IReadOnlyList<string> labels, IReadOnlyList<string> annotations, Action<Subject> outdated, int capacity = MostPods)
    {
        _capacity = capacity;
        _outdated = outdated;
        _owners = new OwnerBook(Texts, outdated, capacity);
        _pods = new PodBook(Texts, _owners, Addresses, labels, annotations, outdated);
        _services = new NameBook<NamedService>(Texts, Addresses, outdated, capacity);
        _nodes = new NameBook<NamedNode>(Texts, Addresses, outdated, capacity);
        _departures = new Departures(keep.Ticks * TimeSpan.NanosecondsPerTick);
    }

    public Texts Texts { get; } = new();

    public AddressBook Addresses { get; } = new();

    /// <summary>Pods, services and nodes that are known, those that are gone too.</summary>
    public (int Pods, int Services, int Nodes) Known => (_pods.Count, _services.Count, _nodes.Count);

    /// <summary>Pods that are there.</summary>
    public int PodsThere => _pods.There;

    /// <summary>Objects that were not taken in, because there are more than can be known.</summary>
    public long Skipped => _skippedPods + _owners.Skipped + _services.Skipped + _nodes.Skipped;

    /// <summary>Pods that were gone and were forgotten before their time, to make room.</summary>
    public long ForgottenEarly { get; private set; }

    /// <summary>Whether a list of the kind has been complete once.</summary>
    public bool IsListed(ObjectKind kind) => _listed.Contains(kind);

    /// <summary>The pod of a uid, as the cluster or as cgroups have it, or of a container's id.</summary>
    public KnownPod? FindPod(Key key) => _pods.Find(key);

    /// <summary>Takes a change in.</summary>
    /// <param name="change">As the feed told it.</param>
    /// <param name="now">Unix nanoseconds.</param>
    public void Apply(Change change, long now)
    {
        switch (change)
        {
            case Put { Object: Pod pod }:
                Put(pod, now);
                break;
            case Put { Object: Service service }:
                _services.Put(service, service.ClusterAddresses, now);
                break;
            case Put { Object: Node node }:
                _nodes.Put(node, node.Addresses, now);
                break;
            case Put { Object: Owner owner }:
                _owners.Put(owner);
                break;
            case Gone gone:
                End(gone, now);
                break;
            case Listed listed:
                _listed.Add(listed.Kind);
                break;
            default:
                throw new UnreachableException($"{change} was not asked for");
        }
    }

    /// <summary>Forgets what has been gone for long enough.</summary>
    public void Forget(long now)
    {
        while (_departures.TryTake(now, isEarly: false, out var subject))
            Forget(subject);
    }

    private void Put(Pod pod, long now)
    {
        if (_pods.Count >= _capacity && _pods.Find(Key.Of(pod.Uid)) is null && !MakeRoom(now))
            _skippedPods++;
        else
            _pods.Put(pod, now);
    }

    private bool MakeRoom(long now)
    {
        while (_departures.TryTake(now, isEarly: true, out var subject))
        {
            Forget(subject);
            if (subject is not KnownPod)
                continue;
            ForgottenEarly++;
            return true;
        }

        return false;
    }

    private void End(Gone gone, long now)
    {
        // Of a server's clock nothing is known; the feed's is ours.
        var ended = Math.Min(gone.Time, now);
        Subject? subject = null;
        if (gone.Kind == ObjectKind.Pod && _pods.TryEnd(gone.Uid, ended, out var pod))
            subject = pod;
        else if (gone.Kind == ObjectKind.Service && _services.TryEnd(gone.Uid, ended, out var service))
            subject = service;
        else if (gone.Kind == ObjectKind.Node && _nodes.TryEnd(gone.Uid, ended, out var node))
            subject = node;
        else if (gone.Kind is ObjectKind.ReplicaSet or ObjectKind.Job)
            _owners.End(gone.Uid);
        if (subject is not null)
            _departures.Add(subject, now);
    }

    private void Forget(Subject subject)
    {
        _outdated(subject);
        Addresses.Forget(subject);
        if (subject is KnownPod pod)
            _pods.Forget(pod);
        else if (subject is NamedService service)
            _services.Forget(service);
        else
            _nodes.Forget((NamedNode)subject);
        subject.IsForgotten = true;
    }
}
