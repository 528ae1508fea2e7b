using System.Collections.Immutable;

namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>The columns that rows get of the other end.</summary>
internal static class RemoteColumns
{
    public const string Namespace = "remote_k8s_namespace_name";
    public const string Node = "remote_k8s_node_name";

    public static ImmutableArray<ColumnChoice> All { get; } =
    [
        Make(Namespace, "RNAMESPACE", 12, PodColumn.Namespace, "Namespace of the pod or service at the other end."),
        Make("remote_k8s_pod_name", "RPOD", 24, PodColumn.Pod, "The pod at the other end."),
        Make("remote_k8s_service_name", "RSERVICE", 16, PodColumn.Service, "The service whose address the other end is."),
        Make("remote_k8s_workload_kind", "RKIND", 11, PodColumn.WorkloadKind, "What the pod at the other end belongs to."),
        Make("remote_k8s_workload_name", "RWORKLOAD", 16, PodColumn.WorkloadName, "The name of that."),
        Make(Node, "RNODE", 12, PodColumn.Node, "The node at the other end, or of the pod there."),
    ];

    private static ColumnChoice Make(string name, string heading, int width, PodColumn what, string help) =>
        new(what, new ColumnSchema(name, ColumnType.Utf8) { Heading = heading, Width = width, Help = help });
}
