using System.Diagnostics;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.Transforms.Kubernetes.Api;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Kubernetes.Tests.Deploy;

/// <summary>What deploy/kubernetes makes in a cluster.</summary>
public sealed class DeployTests
{
    private static string Folder { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../deploy/kubernetes"));

    [Fact]
    public async Task Kubectl_finds_every_field_in_the_types_of_the_api()
    {
        using var made = new TemporaryFolder();
        await using var run = await KubectlRun.StartAsync(new KubernetesServerOptions { IsSecure = true, OpenApiFile = await Types.MakeAsync(made.Root) });
        Assert.Equal(
            ["clusterrole.rbac.authorization.k8s.io/pipeline", "clusterrolebinding.rbac.authorization.k8s.io/pipeline", "configmap/pipeline-", "daemonset.apps/pipeline", "namespace/pipeline", "serviceaccount/pipeline"],
            (await run.Kubectl.RunAsync("apply", "-k", Folder, "--validate=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.EndsWith(" created", StringComparison.Ordinal) ? line[..^" created".Length] : line)
                .Select(line => line.StartsWith("configmap/", StringComparison.Ordinal) ? line[..(line.LastIndexOf('-') + 1)] : line)
                .Order(StringComparer.Ordinal));

        // What it finds nothing in would pass everything.
        var wrong = Path.Combine(made.Root, "wrong.yaml");
        var right = await File.ReadAllTextAsync(Path.Combine(Folder, "daemonset.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            wrong,
            right.Replace("periodSeconds: 30", "periodSecond: 30", StringComparison.Ordinal).Replace("hostPID: true", "hostPID: \"yes\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var (status, _, errors) = await run.Kubectl.TryAsync("", ["apply", "-f", wrong, "--validate=true"]);
        Assert.NotEqual(0, status);
        Assert.Contains("periodSecond", errors, StringComparison.Ordinal);
        Assert.Contains("hostPID", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_may_do_what_the_transform_asks_for_and_nothing_else()
    {
        await using var server = await TestApiServer.StartAsync(new KubernetesServerOptions());
        server.Put(Samples.NewPod("a", "node-a"));
        await using var run = FeedRun.Start(server, new FeedOptions { Node = "node-a" });
        await run.UntilListedAsync();
        await run.UntilAsync(() => server.Requests.Count(request => request.Contains("watch=", StringComparison.Ordinal)) >= run.Feed.Kinds.Count);
        var asked = server.Requests.Select(Permission).ToHashSet();
        Assert.Equal(Allowed().Order(), asked.Order());
    }

    [Fact]
    public void Each_capability_is_one_that_the_service_has_and_has_its_reason_beside_it()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "daemonset.yaml"));
        var first = Array.FindIndex(lines, line => line.Trim() == "add:") + 1;
        var capabilities = lines.Skip(first).TakeWhile(line => line.TrimStart().StartsWith('-') || line.TrimStart().StartsWith('#')).ToArray();
        Assert.All(capabilities.Index().Where(l => l.Item.TrimStart().StartsWith('-')), l => Assert.StartsWith("#", capabilities[l.Index - 1].TrimStart(), StringComparison.Ordinal));
        var unit = File.ReadLines(Path.Combine(Folder, "../systemd/pipeline.service")).Single(line => line.StartsWith("CapabilityBoundingSet=", StringComparison.Ordinal));
        Assert.Equal(
            unit["CapabilityBoundingSet=".Length..].Split(' ').Order(),
            capabilities.Where(line => line.TrimStart().StartsWith('-')).Select(line => $"CAP_{line.Trim(' ', '-')}").Order());
    }

    [Fact]
    public async Task The_configuration_is_one()
    {
        var start = new ProcessStartInfo(Kernel.Tests.Running.Installed.Host, ["validate", Path.Combine(Folder, "pipeline.toml")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_NAME"] = "node-a";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
    }

    private static (string Verb, string Group, string Resource) Permission(string request)
    {
        var (path, query) = request.Split('?', 2) is [var p, var q] ? (p, q) : (request, "");
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (query.Contains("watch=", StringComparison.Ordinal) ? "watch" : "list", steps[0] == "api" ? "" : steps[1], steps[^1]);
    }

    private static IEnumerable<(string Verb, string Group, string Resource)> Allowed()
    {
        using var text = File.OpenText(Path.Combine(Folder, "rbac.yaml"));
        var documents = new YamlStream();
        documents.Load(text);
        var role = documents.Documents.Select(d => (YamlMappingNode)d.RootNode).Single(d => (string?)d["kind"] == "ClusterRole");
        return from rule in (YamlSequenceNode)role["rules"]
               from verb in (YamlSequenceNode)rule["verbs"]
               from name in (YamlSequenceNode)rule["apiGroups"]
               from resource in (YamlSequenceNode)rule["resources"]
               select ((string)verb!, (string)name!, (string)resource!);
    }
}
