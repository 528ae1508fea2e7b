using System.Text.Json.Nodes;
using Pipeline.Kernel.Tests.Running;
using Pipeline.KubernetesServer;

namespace Pipeline.Kubernetes.Tests.Transform.Pods;

/// <summary>The cluster's own client, with a folder of its own for what it remembers.</summary>
internal sealed class Kubectl(ClientFiles files, TemporaryFolder folder)
{
    private int _files;

    /// <summary>Makes an object; its uid.</summary>
    public async Task<string> CreateAsync(JsonObject body) =>
        (await RunAsync("create", "--validate=false", "-f", Write(body), "-o", "jsonpath={.metadata.uid}")).Trim();

    /// <summary>Puts a pod's status in place, as its node does.</summary>
    public Task StatusAsync(string pod, JsonObject status) =>
        RunAsync("patch", "pod", pod, "-n", "shop", "--subresource=status", "--type=merge", "-p", new JsonObject { ["status"] = status }.ToJsonString());

    /// <summary>Deletes a pod, and waits until it is gone.</summary>
    public Task DeletePodAsync(string pod) => RunAsync("delete", "pod", pod, "-n", "shop", "--now", "--timeout=5m");

    private Task<string> RunAsync(params string[] arguments) =>
        RunningProcess.RunAsync(["env", $"HOME={folder.Path("home")}", "kubectl", $"--kubeconfig={files.Kubeconfig}", .. arguments]);

    private string Write(JsonObject body) => folder.Write($"object-{_files++}.json", body.ToJsonString());
}
