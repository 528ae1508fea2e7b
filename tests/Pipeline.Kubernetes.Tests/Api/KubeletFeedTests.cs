using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Types;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class KubeletFeedTests
{
    private static readonly FeedOptions Often = new() { Interval = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Kubelet_is_asked_again_and_again_and_what_is_missing_is_gone()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        server.Put(Samples.NewPod("pending", node: ""));
        await using var run = FeedRun.Kubelet(server, Often);
        await run.UntilListedAsync();
        Assert.Equal(["a"], run.Names());
        server.Put(Samples.NewPod("a", phase: "Succeeded"));
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.State.Count == 2 && run.State.Values.OfType<Pod>().Any(pod => pod.Phase == PodPhase.Succeeded));
        server.Delete(ResourceType.Pods, "default", "a");
        await run.UntilAsync(() => run.State.Count == 1);
        // Whatever number of lists: what is the same is told once.
        Assert.Equal((3, 1), (run.Changes.OfType<Put>().Count(), run.Changes.OfType<Gone>().Count()));
    }

    [Fact]
    public async Task Kubelet_that_fails_takes_nothing_away()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        server.Faults.Refuse(new Refusal { Status = 403, Path = "/pods" });
        await using var run = FeedRun.Kubelet(server, Often);
        await run.UntilListedAsync();
        Assert.Contains("nodes/proxy", run.Log.Lines.First().Text, StringComparison.Ordinal);
        await server.StopAsync();
        await run.UntilAsync(() => run.Figures.Failures.ContainsKey("unreachable"));
        Assert.Equal(["a"], run.Names());
        await server.ResumeAsync();
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.State.Count == 2);
    }
}
