using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class AccessTests
{
    [Fact]
    public void Token_file_is_read_once_a_minute_and_after_a_refusal()
    {
        using var folder = new TemporaryFolder();
        var (time, log, path) = (new ManualTime(), new CapturedLog(), folder.Write("token", "first\n"));
        var token = new FromFiles<string>(() => TokenText.InFile(path), time, log);
        Assert.Equal("first", token.Read());
        folder.Write("token", " second ");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("first", token.Read());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", token.Read());
        folder.Write("token", "third");
        token.Refuse();
        Assert.Equal("third", token.Read());
        folder.Write("token", "fourth");
        Assert.Equal("third", token.Read());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    public void Token_file_that_cannot_be_read_anew_leaves_the_token_from_before_and_says_so_once(string? text)
    {
        using var folder = new TemporaryFolder();
        var (log, path) = (new CapturedLog(), folder.Write("token", "first"));
        var token = new FromFiles<string>(() => TokenText.InFile(path), new ManualTime(), log);
        Assert.Equal("first", token.Read());
        File.Delete(path);
        if (text is not null)
            folder.Write("token", text);
        for (var i = 0; i < 3; i++)
        {
            token.Refuse();
            Assert.Equal("first", token.Read());
        }

        Assert.Contains(path, Assert.Single(log.Lines).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("words", log.Lines.First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_file_that_is_not_there_is_named_and_looked_for_again()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync();
        server.Tokens.Add("late", TimeSpan.FromHours(1));
        var token = new FromFiles<string>(() => TokenText.InFile(folder.Path("token")), TimeProvider.System, new CapturedLog());
        await using var run = FeedRun.Start(server, new FeedOptions { Kinds = [ObjectKind.Pod] }, token);
        await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("no_token") >= 2);
        Assert.Contains(folder.Path("token"), Assert.Single(run.Log.Lines).Text, StringComparison.Ordinal);
        folder.Write("token", "late");
        await run.UntilListedAsync();
    }

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("api.internal", "6443", "https://api.internal:6443/")]
    public void Pod_finds_its_server_in_its_environment(string host, string port, string url)
    {
        using var folder = new TemporaryFolder();
        using var authority = new KubernetesServer.Security.Authority();
        folder.Write("ca.crt", authority.Pem);
        folder.Write("token", "t");
        var access = InCluster.Find(name => name == "KUBERNETES_SERVICE_HOST" ? host : port, folder.Root, TimeProvider.System, new CapturedLog());
        Assert.Equal((url, "t", 1), (access.Server.ToString(), access.Token!.Read(), access.Authorities!.Read().Count));
    }

    [Fact]
    public void Process_that_is_no_pod_is_told_what_to_say()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<UnavailableException>(() => InCluster.Find(_ => null, folder.Root, TimeProvider.System, new CapturedLog()));
        Assert.Contains("'api' or 'kubeconfig'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a certificate")]
    public void File_of_authorities_that_is_none_is_named(string? text)
    {
        using var folder = new TemporaryFolder();
        if (text is not null)
            folder.Write("ca.crt", text);
        var failure = Assert.Throws<UnavailableException>(() => InCluster.Find(name => name == "KUBERNETES_SERVICE_HOST" ? "h" : "1", folder.Root, TimeProvider.System, new CapturedLog()));
        Assert.Contains(folder.Path("ca.crt"), failure.Message, StringComparison.Ordinal);
    }
}
