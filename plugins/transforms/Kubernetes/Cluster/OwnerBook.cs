using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>The ReplicaSets and Jobs by uid. Known are those that are there, and those that pods name.</summary>
/// <param name="texts">Where names are kept.</param>
/// <param name="outdated">Called for each pod of which rows were told something else before.</param>
/// <param name="capacity">How many that no pod names; Deployments leave ten old ReplicaSets each.</param>
internal sealed class OwnerBook(Texts texts, Action<Subject> outdated, int capacity)
{
    private readonly Dictionary<Key, KnownOwner> _owners = [];

    /// <summary>Those that were not taken in for want of room.</summary>
    public long Skipped { get; private set; }

    public void Put(Owner told)
    {
        var key = Key.Of(told.Uid);
        if (!_owners.TryGetValue(key, out var owner))
        {
            if (_owners.Count >= capacity)
            {
                Skipped++;
                return;
            }

            _owners.Add(key, owner = new KnownOwner(key));
        }

        var (kind, name) = (texts.Keep(told.Controller?.Kind ?? ""), texts.Keep(told.Controller?.Name ?? ""));
        var isOther = !owner.IsTold || kind != owner.ControllerKind || name != owner.ControllerName;
        texts.LetGo(owner.ControllerKind);
        texts.LetGo(owner.ControllerName);
        (owner.ControllerKind, owner.ControllerName, owner.IsTold, owner.IsThere) = (kind, name, true, true);
        for (var pod = owner.FirstPod; isOther && pod is not null; pod = pod.NextOfOwner)
            outdated(pod);
    }

    public void End(string uid)
    {
        if (!_owners.TryGetValue(Key.Of(uid), out var owner))
            return;
        owner.IsThere = false;
        RemoveIdle(owner);
    }

    /// <summary>A pod names the owner, and no longer the one before; null: none.</summary>
    public void Join(KnownPod pod, Key? key)
    {
        if (pod.Owner?.Key == key)
            return;
        Part(pod);
        if (key is not { } known)
            return;
        if (!_owners.TryGetValue(known, out var owner))
            _owners.Add(known, owner = new KnownOwner(known));
        (pod.Owner, pod.NextOfOwner) = (owner, owner.FirstPod);
        if (owner.FirstPod is not null)
            owner.FirstPod.PreviousOfOwner = pod;
        owner.FirstPod = pod;
    }

    private void Part(KnownPod pod)
    {
        if (pod.Owner is not { } owner)
            return;
        if (pod.PreviousOfOwner is { } previous)
            previous.NextOfOwner = pod.NextOfOwner;
        else
            owner.FirstPod = pod.NextOfOwner;
        if (pod.NextOfOwner is { } next)
            next.PreviousOfOwner = pod.PreviousOfOwner;
        (pod.Owner, pod.NextOfOwner, pod.PreviousOfOwner) = (null, null, null);
        RemoveIdle(owner);
    }

    private void RemoveIdle(KnownOwner owner)
    {
        if (owner.IsThere || owner.FirstPod is not null || !_owners.Remove(owner.Key))
            return;
        texts.LetGo(owner.ControllerKind);
        texts.LetGo(owner.ControllerName);
    }
}
