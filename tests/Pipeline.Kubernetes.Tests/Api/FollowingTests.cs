using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.KubernetesServer.Types;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Objects;
using PodOfServer = System.Text.Json.Nodes.JsonObject;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class FollowingTests
{
    private static readonly FeedOptions Pods = new() { Kinds = [ObjectKind.Pod] };

    [Fact]
    public async Task Feed_tells_what_is_there_and_then_what_changes()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilListedAsync();
        Assert.Equal(new Listed(ObjectKind.Pod, 1), run.Changes[^1]);
        Assert.Equal(["a"], run.Names());

        server.Put(Samples.NewPod("b"));
        server.Put(Samples.NewPod("a", phase: "Failed"));
        await run.UntilAsync(() => run.State.Count == 2 && run.State.Values.OfType<Pod>().Any(pod => pod.Phase == PodPhase.Failed));
        server.Delete(ResourceType.Pods, "default", "a");
        await run.UntilAsync(() => run.State.Count == 1);
        Assert.Equal(["b"], run.Names());
        var gone = Assert.Single(run.Changes.OfType<Gone>());
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - gone.Time / 1_000_000_000, 0, 60);
        Assert.Equal((1, 1, 3, 1), (run.Figures.Lists, run.Figures.Watches, run.Figures.Put, run.Figures.Gone));
        Assert.Empty(run.Log.Lines);
    }

    [Fact]
    public async Task Feed_of_all_kinds_tells_each_in_the_form_it_was_asked_for()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"Service","metadata":{"name":"web"},"spec":{}}""")!);
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"Node","metadata":{"name":"node-a"},"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.1"}]}}""")!);
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"ReplicaSet","metadata":{"name":"web-1","ownerReferences":[{"kind":"Deployment","name":"web","uid":"d","controller":true}]}}""")!);
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"Job","metadata":{"name":"report-1","ownerReferences":[{"kind":"CronJob","name":"report","uid":"c","controller":true}]}}""")!);
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"EndpointSlice","metadata":{"name":"web-x","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","endpoints":[]}""")!);
        foreach (var isOld in (bool[])[false, true])
        {
            server.Faults.KnowsNoForms = isOld;
            await using var run = FeedRun.Start(server, new FeedOptions { Kinds = Enum.GetValues<ObjectKind>() });
            await run.UntilListedAsync();
            Assert.Equal(["a", "node-a", "report-1", "web", "web-1", "web-x"], run.Names());
            Assert.Equal(["CronJob report", "Deployment web"], run.State.Values.OfType<Owner>().Select(owner => $"{owner.Controller!.Kind} {owner.Controller.Name}").Order(StringComparer.Ordinal));
            Assert.NotEmpty(Assert.Single(run.State.Values.OfType<Service>()).ClusterAddresses);
            server.Put((PodOfServer)PodOfServer.Parse($$$"""{"kind":"ReplicaSet","metadata":{"name":"late-{{{isOld.ToString().ToLowerInvariant()}}}"}}""")!);
            await run.UntilAsync(() => run.State.Count == 7);
            server.Delete(ResourceType.Of("ReplicaSet"), "default", $"late-{isOld.ToString().ToLowerInvariant()}");
            await run.UntilAsync(() => run.State.Count == 6);
            Assert.Empty(run.Log.Lines);
        }
    }

    [Fact]
    public async Task Feed_of_a_node_is_told_of_its_pods_alone()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("mine", "node-a"));
        server.Put(Samples.NewPod("other", "node-b"));
        await using var run = FeedRun.Start(server, Pods with { Node = "node-a" });
        await run.UntilListedAsync();
        server.Put(Samples.NewPod("another", "node-b"));
        server.Put(Samples.NewPod("second", "node-a"));
        await run.UntilAsync(() => run.State.Count > 1);
        Assert.Equal(["mine", "second"], run.Names());
        Assert.All(server.Requests, path => Assert.Contains("fieldSelector=spec.nodeName%3Dnode-a", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_of_many_pages_is_read_as_of_one_version()
    {
        await using var server = await TestApiServer.StartAsync();
        for (var i = 0; i < 95; i++)
            server.Put(Samples.NewPod($"p{i:000}"));
        await using var run = FeedRun.Start(server, Pods with { PageSize = 10 });
        await run.UntilListedAsync();
        Assert.Equal(95, run.State.Count);
        Assert.Equal(9, server.Requests.Count(path => path.Contains("&continue=", StringComparison.Ordinal)));
        Assert.Equal(1, run.Figures.Lists);
    }

    [Fact]
    public async Task Pages_that_expire_while_they_are_read_begin_anew()
    {
        await using var server = await TestApiServer.StartAsync();
        for (var i = 0; i < 50; i++)
            server.Put(Samples.NewPod($"p{i:000}"));
        // The queue is full after a page: the next is asked for when the test goes on.
        await using var run = FeedRun.Start(server, Pods with { PageSize = 10, Capacity = 5 });
        await run.TakeOneAsync();
        server.Delete(ResourceType.Pods, "default", "p000");
        server.Compact();
        await run.UntilListedAsync();
        await run.UntilAsync(() => run.State.Count == 49);
        Assert.Equal(1, run.Figures.Expired);
        Assert.Equal("p000", Assert.Single(run.Changes.OfType<Gone>().Select(gone => run.Changes.OfType<Put>().First(put => put.Object.Uid == gone.Uid).Object.Name)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_watch_has_expired_what_vanished_meanwhile_is_gone(bool byStatus)
    {
        await using var server = await TestApiServer.StartAsync();
        server.Faults.ExpiresByStatus = byStatus;
        foreach (var name in (ReadOnlySpan<string>)["a", "b", "c"])
            server.Put(Samples.NewPod(name));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        run.Take();
        await server.StopAsync();
        server.Delete(ResourceType.Pods, "default", "b");
        server.Put(Samples.NewPod("d"));
        server.Put(Samples.NewPod("a", phase: "Succeeded"));
        server.Compact();
        await server.ResumeAsync();
        await run.UntilAsync(() => run.Changes.OfType<Listed>().Count() == 2);
        Assert.Equal(["a", "c", "d"], run.Names());
        Assert.Equal(1, run.Figures.Expired);
        // What had not changed is not told again.
        Assert.Equal(5, run.Figures.Put);
        Assert.Contains(run.Changes, change => change is Put { Object: Pod { Name: "a", Phase: PodPhase.Succeeded } });
        // From what the server has in memory: its store would be asked by all agents at once.
        Assert.All(server.Requests, path => Assert.Contains("resourceVersion=", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_that_is_dropped_goes_on_where_it_was()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) });
        await using var run = FeedRun.Start(server, Pods);
        for (var (i, begun) = (0, 0L); i < 5; i++)
        {
            await run.UntilWatchedAsync(server, begun);
            begun = run.Figures.Watches;
            server.Put(Samples.NewPod($"before-{i}"));
            server.Faults.DropWatches();
            server.Put(Samples.NewPod($"after-{i}"));
            await run.UntilAsync(() => run.State.Count == 2 * (i + 1));
        }

        Assert.Equal((1, 10, 0), (run.Figures.Lists, run.Figures.Put, run.Figures.Expired));
        Assert.True(run.Figures.Cut > 0);
        Assert.Empty(run.Log.Lines);
    }

    [Fact]
    public async Task Bookmarks_bring_a_watch_past_what_is_forgotten()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) });
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilListedAsync();
        server.Put((PodOfServer)PodOfServer.Parse("""{"kind":"ConfigMap","metadata":{"name":"other"}}""")!);
        // Of those that were on their way the feed need not have read any.
        var marked = server.Bookmarks;
        await run.UntilAsync(() => run.Figures.Bookmarks >= marked + 2);
        await server.StopAsync();
        server.Compact();
        await server.ResumeAsync();
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.State.Count == 2);
        Assert.Equal((1, 0), (run.Figures.Lists, run.Figures.Expired));
    }

    [Fact]
    public async Task Watch_ends_after_its_time_and_the_next_goes_on()
    {
        await using var server = await TestApiServer.StartAsync();
        await using var run = FeedRun.Start(server, Pods with { WatchTime = TimeSpan.FromSeconds(1) });
        await run.UntilAsync(() => run.Figures.Watches >= 2);
        server.Put(Samples.NewPod("a"));
        await run.UntilAsync(() => run.State.Count == 1);
        Assert.Equal((1, 0), (run.Figures.Lists, run.Figures.Cut));
        Assert.All(server.Requests.Where(path => path.Contains("watch=1", StringComparison.Ordinal)), path => Assert.Matches("timeoutSeconds=[12]$", path));
    }

    [Fact]
    public async Task Server_whose_store_was_put_back_is_believed()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) });
        for (var i = 0; i < 20; i++)
            server.Put(Samples.NewPod($"old-{i}"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => run.State.Count == 20 && server.OpenWatches == 1);
        await server.StopAsync();
        await server.ResumeAsync(keepsState: false);
        server.Put(Samples.NewPod("new"));
        await run.UntilAsync(() => run.State.Count == 1);
        Assert.Equal(["new"], run.Names());
        server.Put(Samples.NewPod("newer"));
        await run.UntilAsync(() => run.State.Count == 2);
    }

    [Fact]
    public async Task Events_that_are_repeated_late_or_damaged_change_nothing_and_are_counted()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { PieceBytes = 7 });
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        string Event(string type, string uid, int version, string node) =>
            $$$$"""{"type":"{{{{type}}}}","object":{"metadata":{"uid":"{{{{uid}}}}","name":"x","resourceVersion":"{{{{version}}}}"},"spec":{"nodeName":"{{{{node}}}}"}}}""";
        foreach (var line in (string[])
            [Event("ADDED", "x", 100, "first"), Event("ADDED", "x", 100, "again"), Event("MODIFIED", "x", 99, "late"), "half {", "{}", Event("RENAMED", "x", 101, "odd"), "",
             Event("MODIFIED", "x", 102, "second"), Event("DELETED", "y", 103, ""), Event("DELETED", "x", 104, ""), Event("DELETED", "x", 104, ""), Event("MODIFIED", "x", 103, "ghost"),
             """{"type":"ADDED","object":{"metadata":{"uid":"w","name":7,"resourceVersion":"105"}}}""", """{"type":"ADDED","object":{"metadata":{"uid":"","name":"n"}}}""",
             Event("ADDED", "z", 106, "last")])
            server.Inject(ResourceType.Pods, line);
        await run.UntilAsync(() => run.State.ContainsKey("z"));
        Assert.Equal(["first", "second", "last"], run.Changes.OfType<Put>().Skip(1).Select(put => ((Pod)put.Object).NodeName));
        Assert.Equal("x", Assert.Single(run.Changes.OfType<Gone>()).Uid);
        var figures = run.Figures;
        Assert.Equal((5, 1), (figures.Repeated, figures.Watches));
        Assert.Equal((1, 2, 1, 1), (figures.Skipped(SkipReason.Malformed), figures.Skipped(SkipReason.Missing), figures.Skipped(SkipReason.WrongType), figures.Skipped(SkipReason.UnknownEvent)));
        Assert.Equal(4, run.Log.Lines.Count);
    }

    [Fact]
    public async Task Deleted_object_that_cannot_be_read_is_gone_all_the_same()
    {
        await using var server = await TestApiServer.StartAsync();
        var uid = server.Put(Samples.NewPod("a")).Uid;
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.Inject(ResourceType.Pods, $$$"""{"type":"DELETED","object":{"metadata":{"uid":"{{{uid}}}","name":"a","resourceVersion":"99"},"spec":7}}""");
        await run.UntilAsync(() => run.Changes.OfType<Gone>().Any());
        Assert.Empty(run.State);
    }

    [Fact]
    public async Task Error_in_a_watch_has_everything_listed_again()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.Inject(ResourceType.Pods, """{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"etcd is gone","code":500}}""");
        await run.UntilAsync(() => run.Figures.Lists == 2 && server.OpenWatches == 1);
        Assert.Equal((1, 1), (run.Figures.Put, run.Figures.Cut));
    }

    [Fact]
    public async Task Full_queue_makes_the_watch_wait_and_loses_nothing()
    {
        await using var server = await TestApiServer.StartAsync();
        await using var run = FeedRun.Start(server, Pods with { Capacity = 2 });
        await run.UntilAsync(() => server.OpenWatches == 1);
        for (var i = 0; i < 500; i++)
            server.Put(Samples.NewPod($"p{i:000}"));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.InRange(run.Figures.Put, 0, 6);
        await run.UntilAsync(() => run.State.Count == 500);
    }
}
