namespace Pipeline.Transforms.Kubernetes;

/// <summary>What a user writes for <c>type = "kubernetes"</c>.</summary>
internal sealed record KubernetesOptions
{
    [Option("The node whose pods are followed, mostly \"${NODE_NAME}\". By default those of all nodes, which is what a gateway needs.")]
    public string? Node { get; init; }

    [Option("With node: pods of all nodes are followed all the same, so that those of other nodes are named at the far end of a connection.")]
    public bool AllPods { get; init; }

    [Option("URL of the API server, such as https://10.0.0.1:6443. By default that of the cluster this is a pod of.")]
    public string? Api { get; init; }

    [Option("File that tells how to reach the cluster of its current context, as kubectl's does.")]
    public string? Kubeconfig { get; init; }

    [Option("URL of the node's kubelet, such as https://127.0.0.1:10250: its pods are read there each 10 s instead of at the API server, which alone tells of services, nodes and owners.")]
    public string? Kubelet { get; init; }

    [Option("File with the token for api or kubelet, read anew as it is rotated. By default that of this pod's service account.")]
    public string? Token { get; init; }

    [Option("File with the authorities that the certificate of api or kubelet may come from, read anew as it is replaced. By default that of this pod's service account.")]
    public string? Ca { get; init; }

    [Option("Columns that rows get of their own pod, besides k8s_match.")]
    public IReadOnlyList<string> Columns { get; init; } =
        ["k8s_namespace_name", "k8s_pod_name", "k8s_container_name", "k8s_node_name", "k8s_workload_kind", "k8s_workload_name"];

    [Option("Labels of the pod that become columns: app.kubernetes.io/name becomes k8s_pod_label_app_kubernetes_io_name.")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    [Option("Annotations of the pod that become columns, k8s_pod_annotation_... .")]
    public IReadOnlyList<string> Annotations { get; init; } = [];

    [Option("Whether rows of tables with remote_addr get columns of the pod, service or node at the other end.")]
    public bool Remote { get; init; } = true;

    [Option("How long a row may wait for its pod to be told of before it goes on as unknown. 0s: not at all.", Max = "1m")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(2);

    [Option("For how long what is gone is still known, for rows that come late.", Max = "1d")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromMinutes(5);
}
