using System.Collections.Immutable;

namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>The columns that rows get of their own pod, as the user chose them.</summary>
internal static class OwnColumns
{
    private static readonly (string Name, string? Attribute, string Heading, int Width, PodColumn What, string Help)[] All =
    [
        ("k8s_namespace_name", "k8s.namespace.name", "NAMESPACE", 12, PodColumn.Namespace, "Namespace of the pod."),
        ("k8s_pod_name", "k8s.pod.name", "POD", 24, PodColumn.Pod, "Name of the pod."),
        ("k8s_pod_uid", "k8s.pod.uid", "POD_UID", 36, PodColumn.PodUid, "What no other pod ever has."),
        ("k8s_container_name", "k8s.container.name", "CONTAINER", 12, PodColumn.Container, "Name of the container in its pod; empty where only the pod is known."),
        ("container_id", "container.id", "CONTAINER_ID", 12, PodColumn.ContainerId, "The container's id, as its runtime has it."),
        ("container_image_name", "container.image.name", "IMAGE", 24, PodColumn.Image, "The image, as the pod asks for it."),
        ("k8s_node_name", "k8s.node.name", "NODE", 12, PodColumn.Node, "The node."),
        ("k8s_workload_kind", null, "KIND", 11, PodColumn.WorkloadKind, "What the pod belongs to: Deployment, StatefulSet, DaemonSet, CronJob, Job, Node of what a node runs by itself, Pod of one that nothing looks after."),
        ("k8s_workload_name", null, "WORKLOAD", 16, PodColumn.WorkloadName, "The name of that."),
        ("k8s_deployment_name", "k8s.deployment.name", "DEPLOYMENT", 16, PodColumn.Deployment, "The pod's Deployment, if it has one."),
        ("k8s_replicaset_name", "k8s.replicaset.name", "REPLICASET", 20, PodColumn.ReplicaSet, "The pod's ReplicaSet, if it has one."),
        ("k8s_statefulset_name", "k8s.statefulset.name", "STATEFULSET", 16, PodColumn.StatefulSet, "The pod's StatefulSet, if it has one."),
        ("k8s_daemonset_name", "k8s.daemonset.name", "DAEMONSET", 16, PodColumn.DaemonSet, "The pod's DaemonSet, if it has one."),
        ("k8s_job_name", "k8s.job.name", "JOB", 16, PodColumn.Job, "The pod's Job, if it has one."),
        ("k8s_cronjob_name", "k8s.cronjob.name", "CRONJOB", 16, PodColumn.CronJob, "The pod's CronJob, if it has one."),
    ];

    /// <summary>The column with what came of looking a row up.</summary>
    public static ColumnSchema Match { get; } = new("k8s_match", ColumnType.Enum(1, signed: false, [.. Enum.GetValues<Match>().Select(m => new EnumName(m.ToString().ToLowerInvariant(), (long)m))]))
    {
        Help = "What came of looking the row up: pod; host, a process or address of a node and of no pod; unknown, nobody told in time; none, nothing to look up by.",
        Heading = "",
    };

    /// <summary>The chosen columns in order, then labels, then annotations.</summary>
    /// <exception cref="OptionException">There is no such column, or two have one name.</exception>
    public static ImmutableArray<ColumnChoice> Choose(KubernetesOptions options)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnChoice>();
        for (var i = 0; i < options.Columns.Count; i++)
            Add(columns, Find(options.Columns[i], $"columns.{i}"), $"columns.{i}");
        for (var i = 0; i < options.Labels.Count; i++)
            Add(columns, Labelled("label", options.Labels[i], i, $"labels.{i}"), $"labels.{i}");
        for (var i = 0; i < options.Annotations.Count; i++)
            Add(columns, Labelled("annotation", options.Annotations[i], options.Labels.Count + i, $"annotations.{i}"), $"annotations.{i}");
        return columns.ToImmutable();
    }

    private static ColumnChoice Find(string name, string option)
    {
        foreach (var (known, attribute, heading, width, what, help) in All)
            if (known == name)
                return new ColumnChoice(what, new ColumnSchema(name, ColumnType.Utf8) { Attribute = attribute, Heading = heading, Width = width, Help = help, OfResource = true });
        throw new OptionException(option, $"there is no such column (got '{name}')") { Word = name, Accepted = [.. All.Select(c => c.Name)] };
    }

    private static ColumnChoice Labelled(string kind, string key, int place, string option)
    {
        if (key.Length == 0)
            throw new OptionException(option, $"the {kind} has no name");
        var name = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        return new ColumnChoice(PodColumn.Value, new ColumnSchema($"k8s_pod_{kind}_{name}", ColumnType.Utf8) { Attribute = $"k8s.pod.{kind}.{key}", Help = $"The pod's {kind} {key}.", OfResource = true }, place);
    }

    private static void Add(ImmutableArray<ColumnChoice>.Builder columns, ColumnChoice choice, string option)
    {
        if (columns.Any(c => c.Column.Name == choice.Column.Name))
            throw new OptionException(option, $"another is column '{choice.Column.Name}' already");
        columns.Add(choice);
    }
}
