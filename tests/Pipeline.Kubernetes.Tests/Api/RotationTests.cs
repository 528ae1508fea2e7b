using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Access.Config;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

/// <summary>Certificates that others replace while a watch runs: nothing that is known goes, and nothing has to be started again.</summary>
public sealed class RotationTests
{
    private static readonly FeedOptions Pods = new() { Kinds = [ObjectKind.Pod] };

    [Fact]
    public async Task Authority_that_is_replaced_while_a_watch_runs_is_trusted_from_the_next_connection_on()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        var files = ClientFiles.Write(server, folder.Root);
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(InCluster.Of(server.Url, files.Token, files.Authorities, TimeProvider.System, new CapturedLog()), Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.ReplaceAuthority();
        files.ReplaceAuthorities(server);
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.State.Count == 2);
        Assert.Equal(1, run.Figures.Watches);
        await ReconnectAsync(server);
        server.Put(Samples.NewPod("c"));
        await run.UntilAsync(() => run.State.Count == 3);
        Assert.DoesNotContain("certificate", run.Figures.Failures.Keys);
        AssertNothingWasDropped(run);
    }

    [Fact]
    public async Task Authority_whose_file_comes_late_is_waited_for_with_what_is_known()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        var files = ClientFiles.Write(server, folder.Root);
        server.Put(Samples.NewPod("a"));
        await using var run = FeedRun.Start(InCluster.Of(server.Url, files.Token, files.Authorities, TimeProvider.System, new CapturedLog()), Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        server.ReplaceAuthority();
        await ReconnectAsync(server);
        server.Put(Samples.NewPod("b"));
        await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("certificate") >= 2);
        Assert.Equal(["a"], run.Names());
        Assert.Contains(run.Log.Lines, line => line.Text.Contains("from CN=kubernetes) is of no authority that is trusted", StringComparison.Ordinal) && line.Text.Contains("ca.crt", StringComparison.Ordinal));
        files.ReplaceAuthorities(server);
        await run.UntilAsync(() => run.State.Count == 2);
        AssertNothingWasDropped(run);
    }

    [Fact]
    public async Task Certificates_that_a_kubeconfig_names_are_read_as_they_are_replaced()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        server.Tokens.Add("nobody has it", TimeSpan.FromHours(1));
        WriteCertificates(server, folder);
        var config = folder.Write("config", $$"""
            current-context: here
            contexts: [{ name: here, context: { cluster: a, user: a } }]
            clusters: [{ name: a, cluster: { server: "{{server.Url}}", certificate-authority: ca.pem } }]
            users: [{ name: a, user: { client-certificate: client.pem, client-key: client.key } }]
            """);
        await using var run = FeedRun.Start(Kubeconfig.Read(config, TimeProvider.System, new CapturedLog()), Pods);
        await run.UntilAsync(() => server.OpenWatches == 1);
        // The new authority lets nobody in whose certificate is of the one before.
        server.ReplaceAuthority();
        await ReconnectAsync(server);
        await run.UntilAsync(() => run.Figures.Failures.GetValueOrDefault("certificate") >= 1);
        WriteCertificates(server, folder);
        server.Put(Samples.NewPod("a"));
        await run.UntilAsync(() => run.State.Count == 1);
        AssertNothingWasDropped(run);
    }

    private static async Task ReconnectAsync(TestApiServer server)
    {
        await server.StopAsync();
        await server.ResumeAsync();
    }

    private static void WriteCertificates(TestApiServer server, TemporaryFolder folder)
    {
        using var client = server.Authority.Client("agent");
        folder.Write("client.pem", client.ExportCertificatePem());
        folder.Write("client.key", client.GetECDsaPrivateKeyPem());
        folder.Write("ca.pem", server.Authority.Pem);
    }

    private static void AssertNothingWasDropped(FeedRun run)
    {
        Assert.Empty(run.Changes.OfType<Gone>());
        Assert.Equal(1, run.Figures.Lists);
    }
}
