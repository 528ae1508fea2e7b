using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer.Types;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access.Config;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Server;

public sealed class WitnessTests
{
    [Fact]
    public async Task Feed_tells_what_kubectl_tells_of_the_same_watch()
    {
        await using var run = await KubectlRun.StartAsync();
        var server = run.Server;
        var log = new CapturedLog();
        await using var feed = FeedRun.Start(Kubeconfig.Read(run.Files.Kubeconfig, TimeProvider.System, log), new FeedOptions { Kinds = [ObjectKind.Pod] });
        var (kubectl, lines) = run.Kubectl.Watch("get", "pods", "-A", "--watch-only", "--output-watch-events", "-o", "jsonpath={.type} {.object.metadata.uid} {.object.metadata.resourceVersion}{\"\\n\"}");
        using (kubectl)
        {
            // Both observe before anything happens.
            await feed.UntilAsync(() => server.OpenWatches == 2);
            var random = new Random(7);
            for (var i = 0; i < 400; i++)
            {
                var name = $"p{random.Next(20):00}";
                if (random.Next(3) > 0)
                    server.Put(Samples.NewPod(name, phase: i % 2 == 0 ? "Running" : "Failed"));
                else if (server.All(ResourceType.Pods).Any(pod => pod.Name == name))
                    server.Delete(ResourceType.Pods, "default", name);
            }

            await run.Kubectl.RunAsync("run", "last", "--image=x", "--restart=Never");
            var last = server.All(ResourceType.Pods).Single(pod => pod.Name == "last").Uid;
            await feed.UntilAsync(() => feed.State.ContainsKey(last) && lines.Any(line => line.Contains(last, StringComparison.Ordinal)));
        }

        var told = feed.Changes.Select(change => change switch
        {
            Put put => $"PUT {put.Object.Uid} {put.Object.Version}",
            Gone gone => $"DELETED {gone.Uid}",
            _ => "",
        }).Where(text => text.Length > 0);
        var seen = lines.Select(line => line.Split(' ')).Select(words => words[0] == "DELETED" ? $"DELETED {words[1]}" : $"PUT {words[1]} {words[2]}");
        Assert.True(lines.Count > 200, $"{lines.Count} lines");
        Assert.Equal(seen, told);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Five_thousand_pods_that_come_and_go_end_as_the_server_has_them()
    {
        await using var run = await KubectlRun.StartAsync();
        var server = run.Server;
        for (var i = 0; i < 5000; i++)
            server.Put(Samples.NewPod($"p{i:0000}", $"node-{i % 50}"));
        await using var feed = FeedRun.Start(Kubeconfig.Read(run.Files.Kubeconfig, TimeProvider.System, new CapturedLog()), new FeedOptions { Kinds = [ObjectKind.Pod] });
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var name = $"p{random.Next(5000):0000}";
            if (random.Next(2) == 0)
                server.Put(Samples.NewPod(name, $"node-{i % 50}", phase: random.Next(2) == 0 ? "Running" : "Failed"));
            else if (random.Next(2) == 0 && server.Find(ResourceType.Pods, "default", name) is not null)
                server.Delete(ResourceType.Pods, "default", name);
            if (i % 4000 == 3999)
                server.Faults.DropWatches();
            if (i == 10_000)
                server.Compact();
            if (i % 16 == 0)
                feed.Take();
        }

        // A list does not have what changed last at its end, and what vanished is told after it.
        var there = server.All(ResourceType.Pods).ToDictionary(pod => pod.Uid, pod => (ulong)pod.Version);
        await feed.UntilAsync(() => feed.State.Count == there.Count && feed.State.Values.All(pod => there.GetValueOrDefault(pod.Uid) == pod.Version));
        var expected = server.All(ResourceType.Pods).Select(pod => $"{pod.Uid} {pod.Name} {pod.Version}").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(expected, feed.State.Values.Select(pod => $"{pod.Uid} {pod.Name} {pod.Version}").Order(StringComparer.Ordinal));
        // And as the witness sees them.
        Assert.Equal(expected, (await run.Kubectl.RunAsync("get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.uid} {.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
