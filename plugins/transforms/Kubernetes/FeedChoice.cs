using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Access.Config;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes;

/// <summary>Whom the user wants to be asked about the cluster.</summary>
internal sealed class FeedChoice
{
    private readonly KubernetesOptions _options;
    private readonly Uri? _server;

    /// <exception cref="OptionException">The options do not go together.</exception>
    public FeedChoice(KubernetesOptions options)
    {
        _options = options;
        (string Key, string? Value)[] ways = [("api", options.Api), ("kubeconfig", options.Kubeconfig), ("kubelet", options.Kubelet)];
        if (ways.Where(w => w.Value is not null).Skip(1).FirstOrDefault().Key is { } second)
            throw new OptionException(second, $"another way to the cluster is told by '{ways.First(w => w.Value is not null).Key}' (expected one of api, kubeconfig, kubelet)");
        _server = Url("api", options.Api) ?? Url("kubelet", options.Kubelet);
        foreach (var (key, file) in (ReadOnlySpan<(string, string?)>)[("token", options.Token), ("ca", options.Ca)])
            if (file is not null && _server is null)
                throw new OptionException(key, "is of 'api' or 'kubelet', and there is neither");
        if (options is { AllPods: true, Kubelet: not null })
            throw new OptionException("all_pods", "a kubelet tells of the pods of its node alone (expected api or kubeconfig, or no 'kubelet')");
        if (options.Node is { Length: 0 })
            throw new OptionException("node", "is empty: the variable it comes from is not set (expected the node's name, or no 'node' for all nodes)");
    }

    /// <summary>Begins to follow the cluster.</summary>
    /// <param name="kinds">What is to be told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The component's log.</param>
    /// <exception cref="UnavailableException">A file or variable that tells how to reach it is missing.</exception>
    public IClusterFeed Open(IReadOnlyList<ObjectKind> kinds, TimeProvider time, ILogger log)
    {
        var options = new FeedOptions
        {
            Kinds = kinds,
            Node = _options.AllPods ? null : _options.Node,
            Wanted = new WantedKeys([.. _options.Labels.Append(PodBook.TemplateHash).Distinct()], [.. _options.Annotations.Distinct()]),
        };
        return _options.Kubelet is not null ? ClusterFeed.OfKubelet(Access(time, log), options, time, log) : ClusterFeed.OfApi(Access(time, log), options, time, log);
    }

    private static Uri? Url(string key, string? text) => text switch
    {
        null => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" => url,
        _ => throw new OptionException(key, $"is no URL (got '{text}', expected https://HOST:PORT)"),
    };

    private static string? OfAccount(string file) => Path.Combine(InCluster.Account, file) is var path && File.Exists(path) ? path : null;

    private ClusterAccess Access(TimeProvider time, ILogger log) => this switch
    {
        { _server: { } server } => InCluster.Of(server, _options.Token ?? OfAccount("token"), _options.Ca ?? OfAccount("ca.crt"), time, log),
        { _options.Kubeconfig: { } file } => Kubeconfig.Read(file, time, log),
        _ => InCluster.Find(Environment.GetEnvironmentVariable, InCluster.Account, time, log),
    };
}
