namespace Pipeline.KubernetesServer.Types;

/// <summary>A kind of object that the server keeps.</summary>
/// <param name="Group">Empty for the oldest.</param>
/// <param name="Version">Of the group.</param>
/// <param name="Plural">As in paths.</param>
/// <param name="Kind">As in objects.</param>
/// <param name="IsNamespaced">Its names are those of a namespace.</param>
/// <param name="ShortNames">What people type.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool IsNamespaced, params string[] ShortNames)
{
    private static readonly ResourceType[] Known =
    [
        new("", "v1", "pods", "Pod", true, "po"),
        new("", "v1", "services", "Service", true, "svc"),
        new("", "v1", "nodes", "Node", false, "no"),
        new("", "v1", "namespaces", "Namespace", false, "ns"),
        new("", "v1", "configmaps", "ConfigMap", true, "cm"),
        new("", "v1", "secrets", "Secret", true),
        new("", "v1", "serviceaccounts", "ServiceAccount", true, "sa"),
        new("", "v1", "endpoints", "Endpoints", true, "ep"),
        new("", "v1", "events", "Event", true, "ev"),
        new("apps", "v1", "replicasets", "ReplicaSet", true, "rs"),
        new("apps", "v1", "deployments", "Deployment", true, "deploy"),
        new("apps", "v1", "statefulsets", "StatefulSet", true, "sts"),
        new("apps", "v1", "daemonsets", "DaemonSet", true, "ds"),
        new("batch", "v1", "jobs", "Job", true),
        new("batch", "v1", "cronjobs", "CronJob", true, "cj"),
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
    ];

    public static IReadOnlyList<ResourceType> All => Known;

    public static ResourceType Pods => Known[0];

    public static ResourceType Services => Known[1];

    public static ResourceType Nodes => Known[2];

    public static ResourceType Namespaces => Known[3];

    /// <summary>As in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As in the messages of servers.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public static ResourceType? Find(string group, string version, string plural) => Known.FirstOrDefault(type => type.Group == group && type.Version == version && type.Plural == plural);

    /// <summary>The type of such a kind.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ResourceType Of(string kind) => Known.FirstOrDefault(type => type.Kind == kind) ?? throw new ArgumentException($"the server keeps no {kind}", nameof(kind));
}
