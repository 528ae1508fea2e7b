using System.Diagnostics.CodeAnalysis;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>The pods by uid, by the uid of their cgroups, and by containers.</summary>
/// <param name="texts">Where names are kept.</param>
/// <param name="owners">Who made them.</param>
/// <param name="addresses">Who has which address.</param>
/// <param name="labels">Labels of which the values are kept.</param>
/// <param name="annotations">As <paramref name="labels"/>.</param>
/// <param name="outdated">Called for each pod of which rows were told something else before.</param>
internal sealed class PodBook(
    Texts texts, OwnerBook owners, AddressBook addresses, IReadOnlyList<string> labels, IReadOnlyList<string> annotations, Action<Subject> outdated)
{
    /// <summary>The label that a Deployment's controller puts on pods: it is also the end of their ReplicaSet's name.</summary>
    public const string TemplateHash = "pod-template-hash";

    private const int MaxContainers = 128;

    private readonly Dictionary<Key, KnownPod> _pods = [];

    /// <summary>Pods that are known, those that are gone too.</summary>
    public int Count { get; private set; }

    /// <summary>Of those the ones that are there.</summary>
    public int There { get; private set; }

    /// <summary>The pod that has a uid, as the cluster or as cgroups have it, or one of whose containers has the id.</summary>
    public KnownPod? Find(Key key) => _pods.GetValueOrDefault(key);

    /// <summary>A pod is there, and as it is told.</summary>
    public void Put(Pod told, long now)
    {
        var key = Key.Of(told.Uid);
        var isNew = !_pods.TryGetValue(key, out var pod);
        if (isNew)
        {
            pod = new KnownPod(key, now) { Uid = IsUuid(told.Uid) ? 0 : texts.Keep(told.Uid) };
            _pods.Add(key, pod);
            Count++;
        }

        if (isNew || pod!.Gone != long.MaxValue)
            There++;
        pod!.Gone = long.MaxValue;
        if (Describe(pod, told))
            outdated(pod);
        var node = Key.Of(told.NodeUid);
        if (pod.NodeKey != node)
        {
            Unlink(pod.NodeKey, pod);
            pod.NodeKey = node;
            if (!node.IsNone)
                _pods[node] = pod;
        }

        Contain(pod, told.Containers);
        var hasOwn = told is { HostNetwork: false, Phase: not (PodPhase.Succeeded or PodPhase.Failed) };
        addresses.Settle(pod, hasOwn ? told.Addresses : [], told.Started != 0 ? told.Started : told.Created, now);
    }

    /// <summary>A pod is there no more.</summary>
    public bool TryEnd(string uid, long now, [NotNullWhen(true)] out KnownPod? pod)
    {
        if (!_pods.TryGetValue(Key.Of(uid), out pod) || pod.Gone != long.MaxValue)
            return false;
        There--;
        addresses.Settle(pod, [], 0, now);
        return true;
    }

    /// <summary>Nobody will ask for it any more.</summary>
    public void Forget(KnownPod pod)
    {
        Count--;
        Unlink(pod.Key, pod);
        Unlink(pod.NodeKey, pod);
        foreach (ref readonly var container in pod.Containers.AsSpan())
        {
            Unlink(container.Id, pod);
            LetGo(container);
        }

        pod.Containers = [];
        owners.Join(pod, null);
        foreach (var text in (ReadOnlySpan<int>)[pod.Uid, pod.Namespace, pod.Name, pod.Node, pod.ControllerKind, pod.ControllerName, pod.LikelyDeployment, .. pod.Values])
            texts.LetGo(text);
    }

    private static bool IsUuid(string uid) => Guid.TryParseExact(uid, "D", out var uuid) && uuid.ToString() == uid;

    private bool Describe(KnownPod pod, Pod told)
    {
        var isOther = false;
        pod.Namespace = Keep(pod.Namespace, told.Namespace);
        pod.Name = Keep(pod.Name, told.Name);
        pod.Node = Keep(pod.Node, told.NodeName);
        pod.ControllerKind = Keep(pod.ControllerKind, told.Controller?.Kind ?? "");
        pod.ControllerName = Keep(pod.ControllerName, told.Controller?.Name ?? "");
        pod.LikelyDeployment = Keep(pod.LikelyDeployment, Deployment(told));
        if (labels.Count + annotations.Count > 0)
        {
            if (pod.Values.Length == 0)
                pod.Values = new int[labels.Count + annotations.Count];
            for (var i = 0; i < labels.Count; i++)
                pod.Values[i] = Keep(pod.Values[i], told.Labels.GetValueOrDefault(labels[i], ""));
            for (var i = 0; i < annotations.Count; i++)
                pod.Values[labels.Count + i] = Keep(pod.Values[labels.Count + i], told.Annotations.GetValueOrDefault(annotations[i], ""));
        }

        var before = pod.Owner;
        owners.Join(pod, told.Controller is { Kind: "ReplicaSet" or "Job" } controller ? Key.Of(controller.Uid) : null);
        return isOther || pod.Owner != before;

        int Keep(int number, string text)
        {
            var kept = texts.Keep(text);
            texts.LetGo(number);
            isOther |= kept != number;
            return kept;
        }
    }

    private static string Deployment(Pod told) =>
        told.Controller is { Kind: "ReplicaSet" } set && told.Labels.TryGetValue(TemplateHash, out var hash) && hash.Length > 0
        && set.Name.Length > hash.Length + 1 && set.Name.EndsWith(hash, StringComparison.Ordinal) && set.Name[^(hash.Length + 1)] == '-'
            ? set.Name[..^(hash.Length + 1)]
            : "";

    private void Contain(KnownPod pod, IReadOnlyList<Container> told)
    {
        if (IsSame(pod, told))
            return;
        outdated(pod);
        var containers = new List<KnownContainer>(told.Count);
        foreach (var container in told)
            foreach (var id in (ReadOnlySpan<string>)[container.Id, container.EarlierId])
                if (id.Length > 0 && containers.Count < MaxContainers)
                    containers.Add(new KnownContainer { Id = Key.Of(id), Name = texts.Keep(container.Name), Image = texts.Keep(container.Image) });
        foreach (ref readonly var container in pod.Containers.AsSpan())
        {
            Unlink(container.Id, pod);
            LetGo(container);
        }

        pod.Containers = [.. containers];
        foreach (var container in containers)
            _pods[container.Id] = pod;
    }

    private bool IsSame(KnownPod pod, IReadOnlyList<Container> told)
    {
        var count = 0;
        foreach (var container in told)
            foreach (var id in (ReadOnlySpan<string>)[container.Id, container.EarlierId])
            {
                if (id.Length == 0 || count == MaxContainers)
                    continue;
                if (count == pod.Containers.Length)
                    return false;
                ref readonly var known = ref pod.Containers[count++];
                if (known.Id != Key.Of(id) || !texts.Is(known.Name, container.Name) || !texts.Is(known.Image, container.Image))
                    return false;
            }

        return count == pod.Containers.Length;
    }

    private void LetGo(in KnownContainer container)
    {
        texts.LetGo(container.Name);
        texts.LetGo(container.Image);
    }

    private void Unlink(Key key, KnownPod pod)
    {
        if (_pods.TryGetValue(key, out var known) && known == pod)
            _pods.Remove(key);
    }
}
