using Pipeline.Enrichment;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Columns;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>Which pod and container a cgroup is: integers, once a first row has found it by its uid.</summary>
/// <param name="state">What is known.</param>
/// <param name="facts">What rows are told.</param>
/// <param name="wait">Nanoseconds that rows of a cgroup may wait, from the first that does.</param>
/// <param name="wants">What rows wait for.</param>
internal sealed class CgroupLookup(ClusterState state, RowFacts facts, long wait, Wanted wants)
{
    private CgroupPlace[] _places = new CgroupPlace[64];

    /// <summary>The number of the fact for rows of a cgroup, or that they should wait.</summary>
    public int Find(CgroupInfo cgroup, long now, bool isLast)
    {
        ref var place = ref Place(cgroup);
        if (place.PodKey.IsNone && place.ContainerKey.IsNone)
            return facts.Host;
        if (place.Pod is null or { IsForgotten: true })
            place.Pod = state.FindPod(place.PodKey.IsNone ? place.ContainerKey : place.PodKey);
        // Containers without a pod are somebody else's: nobody will tell of them.
        if (place.Pod is not { } pod)
            return place.PodKey.IsNone ? facts.Host : ShouldWait(ref place, now, isLast) ? IRowFacts.Wait : facts.Unknown;
        if (place.Containers != pod.Containers)
            (place.Containers, place.Container) = (pod.Containers, pod.Find(place.ContainerKey));
        if (IsIncomplete(place, pod) && ShouldWait(ref place, now, isLast))
            return IRowFacts.Wait;
        return wants.Container && place.Container >= 0 ? facts.Of(pod, place.Container, cgroup.Workload.ContainerId) : facts.Of(pod);
    }

    private bool IsIncomplete(in CgroupPlace place, KnownPod pod) =>
        (wants.Container && place.Container < 0 && !place.ContainerKey.IsNone) || (wants.Workload && !pod.HasWorkload);

    private bool ShouldWait(ref CgroupPlace place, long now, bool isLast)
    {
        if (place.Missed == 0)
            place.Missed = now;
        return !isLast && now - place.Missed < wait;
    }

    private ref CgroupPlace Place(CgroupInfo cgroup)
    {
        if (cgroup.Number >= _places.Length)
            Array.Resize(ref _places, Math.Max(cgroup.Number + 1, 2 * _places.Length));
        ref var place = ref _places[cgroup.Number];
        if (place.Cgroup != cgroup)
            place = new CgroupPlace
            {
                Cgroup = cgroup,
                PodKey = Key.Of(cgroup.Workload.PodUid ?? ""),
                ContainerKey = Key.Of(cgroup.Workload.ContainerId ?? ""),
                Container = -1,
            };
        return ref place;
    }
}
