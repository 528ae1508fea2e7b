using System.Diagnostics;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access.Config;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Server;

public sealed class ProgramTests
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(TestApiServer).Assembly.Location)!;

    [Fact]
    public async Task Server_of_its_own_process_writes_how_to_come_to_it_and_fails_on_command()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "Pipeline.KubernetesServer.dll"), "--http", "--folder", folder.Root]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            var stop = TestContext.Current.CancellationToken;
            var url = (await process.StandardOutput.ReadLineAsync(stop))!["listening on ".Length..];
            Assert.Equal($"export KUBECONFIG={folder.Path("kubeconfig")}", await process.StandardOutput.ReadLineAsync(stop));
            await using var feed = FeedRun.Start(Kubeconfig.Read(folder.Path("kubeconfig"), TimeProvider.System, new CapturedLog()), new FeedOptions { Kinds = [ObjectKind.Node] });
            await feed.UntilAsync(() => feed.Figures.Watches == 1);
            using var http = new HttpClient { BaseAddress = new Uri(url) };
            foreach (var command in (string[])["refuse?status=503&count=2&path=watch", "drop", "compact", "restart?state=lost"])
                Assert.Equal("done\n", await (await http.PostAsync(new Uri($"faults/{command}", UriKind.Relative), null, stop)).Content.ReadAsStringAsync(stop));
            await feed.UntilAsync(() => feed.Figures.Failures.ContainsKey("http_503") && feed.Figures.Watches >= 2);
            using var wrong = await http.PostAsync(new Uri("faults/explode", UriKind.Relative), null, stop);
            Assert.Equal(400, (int)wrong.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
