using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Types;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class FailingServerTests
{
    private static readonly FeedOptions Pods = new() { Kinds = [ObjectKind.Pod] };

    [Fact]
    public async Task Server_that_is_gone_is_told_of_once_and_once_when_it_is_back()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, new FeedOptions { Kinds = [ObjectKind.Pod, ObjectKind.Service, ObjectKind.Node] });
        await run.UntilAsync(() => server.OpenWatches == 3);
        await server.StopAsync();
        await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("unreachable") >= 6);
        Assert.Equal(LogLevel.Warning, Assert.Single(run.Log.Lines).Level);
        Assert.Contains(server.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), run.Log.Lines.First().Text, StringComparison.Ordinal);
        await server.ResumeAsync();
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.State.Count == 2 && server.OpenWatches == 3);
        await run.UntilAsync(() => run.Log.Lines.Count == 2);
        Assert.Equal(LogLevel.Information, run.Log.Lines.Last().Level);
        Assert.Equal(3, run.Figures.Lists);
    }

    [Fact]
    public async Task What_the_account_may_not_is_told_with_the_rule_that_is_missing()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Access.Forbid("list", "pods");
        server.Access.Forbid("watch", "replicasets");
        await using var run = FeedRun.Start(server, new FeedOptions { Kinds = [ObjectKind.Pod, ObjectKind.ReplicaSet] });
        await run.UntilAsync(() => run.Log.Lines.Count >= 2 && run.Figures.Failures.GetValueOrDefault("http_403") > 3);
        Assert.Equal(2, run.Log.Lines.Count);
        Assert.Contains(run.Log.Lines, line => line.Text.Contains("""the rule { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] }""", StringComparison.Ordinal) && line.Text.Contains("cannot list resource", StringComparison.Ordinal));
        Assert.Contains(run.Log.Lines, line => line.Text.Contains("""the rule { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["list", "watch"] }""", StringComparison.Ordinal));
        server.Access.Allow("list", "pods");
        await run.UntilAsync(() => run.Changes.OfType<Listed>().Any(listed => listed.Kind == ObjectKind.Pod));
    }

    [Fact]
    public async Task Server_that_wants_to_be_left_alone_is_not_asked_before()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Faults.Refuse(new Refusal { Status = 429, Count = 1, RetryAfter = 1 });
        var began = TimeProvider.System.GetTimestamp();
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilListedAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.99));
        Assert.Equal(1, run.Figures.Failures["http_429"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(301)]
    public async Task Answer_that_is_none_is_counted_by_its_status_and_asked_for_again(int status)
    {
        await using var server = await TestApiServer.StartAsync();
        server.Faults.Refuse(new Refusal { Status = status, Count = 2 });
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilListedAsync();
        Assert.Equal(2, Assert.Single(run.Figures.Failures, failure => failure.Key.StartsWith("http_", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task List_that_breaks_off_takes_nothing_away()
    {
        await using var server = await TestApiServer.StartAsync();
        for (var i = 0; i < 20; i++)
            server.Put(Samples.NewPod($"p{i:00}"));
        server.Faults.HalveLists(2);
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilListedAsync();
        Assert.Equal(20, run.State.Count);
        Assert.Empty(run.Changes.OfType<Gone>());
        Assert.Equal((20, 2), (run.Figures.Put, run.Figures.Failures.Values.Sum()));
    }

    [Fact]
    public async Task Event_that_breaks_off_comes_again()
    {
        await using var server = await TestApiServer.StartAsync();
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.Faults.HalveEvents(2);
        server.Put(Samples.NewPod("a"));
        await run.UntilAsync(() => run.State.Count == 1);
        // Where the break comes as soon as the answer begins there was no watch yet.
        Assert.Equal((2, 0), (run.Figures.Cut + run.Figures.Failures.Values.Sum(), run.Figures.Repeated));
        Assert.Equal(1, run.Figures.Lists);
    }

    [Fact]
    public async Task Watches_that_break_off_again_and_again_are_told_of()
    {
        await using var server = await TestApiServer.StartAsync();
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.Faults.HalveEvents(6);
        server.Put(Samples.NewPod("a"));
        await run.UntilAsync(() => run.State.Count == 1);
        Assert.InRange(run.Figures.Cut + run.Figures.Failures.GetValueOrDefault("unreachable") + run.Figures.Failures.GetValueOrDefault("bad_answer"), 6, 6);
        Assert.Contains(run.Log.Lines, line => line.Text.Contains("end as soon as they begin", StringComparison.Ordinal) || run.Figures.Cut < 4);
    }

    [Fact]
    public async Task Server_that_lags_behind_what_was_seen_is_asked_for_what_its_store_has()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(server, Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.Faults.Refuse(new Refusal { Status = 504 });
        server.Inject(ResourceType.Pods, """{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"gone","code":410}}""");
        await run.UntilAsync(() => run.Figures.Lists == 2);
        var lists = server.Requests.Where(path => !path.Contains("watch=1", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, lists.Length);
        Assert.Equal([true, true, false], lists.Select(path => path.Contains("resourceVersion=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_in_which_nothing_comes_any_more_is_given_up_on()
    {
        await using var server = await TestApiServer.StartAsync();
        await using var run = FeedRun.Start(server, Pods with { WatchTime = TimeSpan.FromSeconds(0.2), Patience = TimeSpan.FromSeconds(0.2) });
        await run.UntilAsync(() => server.OpenWatches == 1);
        // Neither events nor the end that was asked for. On a busy machine that end may have come too late before.
        server.Faults.IsSlow = true;
        server.Put(Samples.NewPod("a"));
        var cut = run.Figures.Cut;
        await run.UntilAsync(() => run.Figures.Cut > cut);
        server.Faults.IsSlow = false;
        await server.StopAsync();
        await server.ResumeAsync();
        await run.UntilAsync(() => run.State.Count == 1);
    }

    [Fact]
    public async Task Token_that_was_replaced_is_read_again_without_a_word()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        var files = ClientFiles.Write(server, folder.Root);
        var log = new CapturedLog();
        var access = InCluster.Of(server.Url, files.Token, files.Authorities, TimeProvider.System, log);
        await using var run = FeedRun.Start(access, Pods);
        await run.UntilWatchedAsync(server);
        var old = (await File.ReadAllTextAsync(files.Token, TestContext.Current.CancellationToken)).Trim();
        files.Replace(server, TimeSpan.FromHours(1));
        server.Tokens.Expire(old);
        server.Faults.DropWatches();
        await run.UntilAsync(() => run.Figures.Watches == 2);
        Assert.Empty(run.Figures.Failures);
        Assert.Empty(run.Log.Lines);
    }

    [Fact]
    public async Task Token_that_has_expired_is_told_of_until_there_is_another()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync();
        var files = ClientFiles.Write(server, folder.Root);
        server.Tokens.Expire((await File.ReadAllTextAsync(files.Token, TestContext.Current.CancellationToken)).Trim());
        await using var run = FeedRun.Start(server, Pods, new FromFiles<string>(() => TokenText.InFile(files.Token), TimeProvider.System, new CapturedLog()));
        await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("http_401") >= 2);
        Assert.Contains("The token has expired", Assert.Single(run.Log.Lines).Text, StringComparison.Ordinal);
        files.Replace(server, TimeSpan.FromHours(1));
        await run.UntilListedAsync();
    }

    [Fact]
    public async Task Server_with_a_certificate_of_another_authority_is_not_talked_to()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        using var other = new KubernetesServer.Security.Authority();
        var files = ClientFiles.Write(server, folder.Root);
        foreach (var authorities in (string?[])[folder.Write("other.crt", other.Pem), null])
        {
            await using var run = FeedRun.Start(InCluster.Of(server.Url, files.Token, authorities, TimeProvider.System, new CapturedLog()), Pods);
            await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("certificate") >= 2);
            Assert.Contains("ca.crt", Assert.Single(run.Log.Lines).Text, StringComparison.Ordinal);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Server_whose_certificate_has_another_name_is_talked_to_only_by_that_name()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        var authorities = new Unchanging<X509Certificate2Collection>(Pem.Authorities(server.Authority.Pem, "the test's authority"));
        await using var wrong = FeedRun.Start(new ClusterAccess { Server = server.Url, Authorities = authorities, ServerName = "example.com" }, Pods);
        await wrong.UntilAsync(() => wrong.Figures.Failures.GetValueOrDefault("certificate") >= 1);
        await using var right = FeedRun.Start(new ClusterAccess { Server = server.Url, Authorities = authorities, ServerName = "kubernetes.default.svc" }, Pods);
        await right.UntilListedAsync();
    }

    [Fact]
    public async Task Client_certificate_lets_in()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        server.Tokens.Add("nobody has it", TimeSpan.FromHours(1));
        var authorities = new Unchanging<X509Certificate2Collection>(Pem.Authorities(server.Authority.Pem, "the test's authority"));
        using var certificate = server.Authority.Client("agent");
        await using var run = FeedRun.Start(new ClusterAccess { Server = server.Url, Authorities = authorities, Certificate = new Unchanging<X509Certificate2>(certificate) }, Pods);
        await run.UntilListedAsync();
    }

    [Fact]
    public async Task Feed_ends_whatever_it_waits_for()
    {
        await using var server = await TestApiServer.StartAsync();
        for (var i = 0; i < 50; i++)
            server.Put(Samples.NewPod($"p{i:00}"));
        await using (var full = FeedRun.Start(server, Pods with { Capacity = 1 }))
            await full.UntilAsync(() => full.Changes.Count > 0);
        server.Faults.IsSlow = true;
        await using (var slow = FeedRun.Start(server, Pods))
            await slow.UntilAsync(() => server.Requests.Count > 1);
        await server.StopAsync();
        await using var alone = FeedRun.Start(server, Pods);
        await alone.UntilAsync(() => alone.Figures.Failures.Count > 0);
    }
}
