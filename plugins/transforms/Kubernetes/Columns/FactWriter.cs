using System.Collections.Immutable;
using Pipeline.Enrichment;
using Pipeline.Transforms.Kubernetes.Cluster;

namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>Writes what columns tell of a pod, service or node into a fact.</summary>
internal sealed class FactWriter(ImmutableArray<ColumnChoice> columns, int first, Texts texts)
{
    private const int UuidLength = 36;

    /// <param name="draft">Where it goes: the first column's into cell <c>first</c>.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Place of the container among the pod's; -1: none.</param>
    /// <param name="containerId">Its id as text; null: not known.</param>
    public void Write(FactDraft draft, KnownPod pod, int container, string? containerId)
    {
        var workload = PodWorkload.Of(pod, texts);
        for (var i = 0; i < columns.Length; i++)
            switch (columns[i].What)
            {
                case PodColumn.Namespace:
                    draft.Set(first + i, texts[pod.Namespace]);
                    break;
                case PodColumn.Pod:
                    draft.Set(first + i, texts[pod.Name]);
                    break;
                case PodColumn.PodUid:
                    WriteUid(draft, first + i, pod);
                    break;
                case PodColumn.Container:
                    draft.Set(first + i, container < 0 ? [] : texts[pod.Containers[container].Name]);
                    break;
                case PodColumn.ContainerId:
                    draft.Set(first + i, container < 0 ? null : containerId);
                    break;
                case PodColumn.Image:
                    draft.Set(first + i, container < 0 ? [] : texts[pod.Containers[container].Image]);
                    break;
                case PodColumn.Node:
                    draft.Set(first + i, texts[pod.Node]);
                    break;
                case PodColumn.WorkloadKind:
                    draft.Set(first + i, workload.Kind);
                    break;
                case PodColumn.WorkloadName:
                    draft.Set(first + i, texts[workload.Name]);
                    break;
                case PodColumn.Value:
                    draft.Set(first + i, texts[pod.Values[columns[i].Value]]);
                    break;
                case var kind:
                    draft.Set(first + i, NameOf(kind, pod, workload));
                    break;
            }
    }

    /// <summary>As the other, of a service or node: what columns tell of pods alone is empty.</summary>
    public void Write(FactDraft draft, Subject subject)
    {
        for (var i = 0; i < columns.Length; i++)
            draft.Set(first + i, (columns[i].What, subject) switch
            {
                (PodColumn.Namespace, NamedService) => texts[subject.Namespace],
                (PodColumn.Service, NamedService) => texts[subject.Name],
                (PodColumn.Node, NamedNode) => texts[subject.Name],
                _ => [],
            });
    }

    private static void WriteUuid(FactDraft draft, int cell, Key key)
    {
        Span<byte> uuid = stackalloc byte[16];
        Span<byte> text = stackalloc byte[UuidLength];
        key.CopyTo(uuid);
        new Guid(uuid, bigEndian: true).TryFormat(text, out var length);
        draft.Set(cell, text[..length]);
    }

    private void WriteUid(FactDraft draft, int cell, KnownPod pod)
    {
        if (pod.Uid == 0)
            WriteUuid(draft, cell, pod.Key);
        else
            draft.Set(cell, texts[pod.Uid]);
    }

    private ReadOnlySpan<byte> NameOf(PodColumn what, KnownPod pod, PodWorkload workload)
    {
        var kind = what switch
        {
            PodColumn.Deployment => "Deployment"u8,
            PodColumn.ReplicaSet => "ReplicaSet"u8,
            PodColumn.StatefulSet => "StatefulSet"u8,
            PodColumn.DaemonSet => "DaemonSet"u8,
            PodColumn.Job => "Job"u8,
            PodColumn.CronJob => "CronJob"u8,
            _ => [],
        };
        return kind.IsEmpty ? []
            : workload.Kind.SequenceEqual(kind) ? texts[workload.Name]
            : texts[pod.ControllerKind].SequenceEqual(kind) ? texts[pod.ControllerName]
            : [];
    }
}
