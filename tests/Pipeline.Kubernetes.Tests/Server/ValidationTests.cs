using System.Diagnostics;
using Pipeline.Kubernetes.Tests.Support;

namespace Pipeline.Kubernetes.Tests.Server;

public sealed class ValidationTests
{
    private const string DaemonSet = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: { name: agent }
        spec:
          selector: { matchLabels: { app: agent } }
          template:
            metadata: { labels: { app: agent } }
            spec:
              hostPID: true
              containers:
              - name: agent
                image: pipeline
                resources: { limits: { cpu: 1, memory: 256Mi } }
                livenessProbe: { httpGet: { port: metrics }, periodSeconds: 7 }
        """;

    [Fact]
    public async Task Kubectl_validates_by_the_description_of_the_api()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/kubernetes"), "python3-kubernetes missing, of which the description is made");
        using var folder = new TemporaryFolder();
        var description = folder.Path("openapi");
        using (var python = Process.Start("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "openapi.py"), description]))
        {
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, python.ExitCode);
        }

        await using var run = await KubectlRun.StartAsync(description);
        var (status, output, errors) = await ApplyAsync(run, DaemonSet);
        Assert.Equal((0, "daemonset.apps/agent created\n", ""), (status, output, errors));
        foreach (var (from, to, said) in ((string, string, string)[])
            [("hostPID", "hostPIDs", "unknown field \"hostPIDs\""), ("periodSeconds: 7", "periodSeconds: soon", "expected \"integer\""), ("- name: agent", "- nam: agent", "missing required field \"name\"")])
        {
            (status, _, errors) = await ApplyAsync(run, DaemonSet.Replace(from, to, StringComparison.Ordinal));
            Assert.NotEqual(0, status);
            Assert.Contains(said, errors, StringComparison.Ordinal);
        }
    }

    private static Task<(int Status, string Output, string Errors)> ApplyAsync(KubectlRun run, string text) => run.Kubectl.TryAsync(text, ["apply", "--validate=true", "-f", "-"]);
}
