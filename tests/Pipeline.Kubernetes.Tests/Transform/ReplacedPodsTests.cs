using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kubernetes.Tests.Transform.Pods;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.Kubernetes.Tests.Transform;

/// <summary>Pods of one name and one address that follow each other, traced while they are called: the path of each request says whose it was.</summary>
[Trait("needs", "root")]
public sealed class ReplacedPodsTests
{
    private const int Generations = 4;

    [Fact]
    public async Task Each_row_names_the_pod_that_was_there_at_its_time()
    {
        Needs.Root("ip", "nsenter", "python3", "kubectl");
        await using var pods = await TracedPods.MakeAsync();
        await pods.TraceAsync("1m");
        await pods.FollowedAsync();
        for (var generation = 0; generation < Generations; generation++)
            await pods.ReplaceAsync($"generation-{generation}", isToldLate: generation % 2 == 1);
        var rows = await pods.StopAsync();

        AssertNamed(pods, rows, _ => true);
        var executions = rows.Where(r => Text(r, "table") == "execsnoop" && r.GetProperty("args").EnumerateArray().Any(a => a.GetString()!.StartsWith("generation-", StringComparison.Ordinal))).ToArray();
        Assert.Equal(Generations, executions.Length);
        Assert.All(executions, row => Assert.Equal(row.GetProperty("args")[1].GetString(), Text(row, "k8s_workload_name")));
        // What the test itself runs is no pod's.
        Assert.Contains(rows, r => Text(r, "table") == "execsnoop" && Text(r, "comm") == "kubectl" && Text(r, "k8s_match") == "host");
    }

    [Fact]
    public async Task Rows_go_on_and_are_named_again_whatever_the_server_does()
    {
        Needs.Root("ip", "nsenter", "python3", "kubectl");
        await using var pods = await TracedPods.MakeAsync();
        var (process, stands) = await pods.StandAsync("early");
        using (process)
        {
            // Nobody is there to ask: rows go on, unknown.
            await pods.Server.StopAsync();
            await pods.TraceAsync("10s");
            await pods.CallAsync(process, stands with { Set = "unknown" }, 3);
            await pods.WrittenAsync("/unknown/", 6);

            // Restarted: known from then on, without anybody's help.
            await pods.Server.ResumeAsync();
            await pods.FollowedAsync();
            await pods.CallAsync(process, stands with { Set = "resumed" }, 3);

            // Away in the middle: what was known stays known.
            await pods.Server.StopAsync();
            await pods.CallAsync(process, stands with { Set = "away" }, 3);
            await pods.Server.ResumeAsync();
            await pods.FollowedAsync();
        }

        // Replaced while nobody watched, and forgotten by the server when it is asked what happened.
        await pods.Server.StopAsync();
        pods.Server.Delete(ResourceType.Pods, "shop", "web-0");
        pods.Server.Compact();
        await pods.Server.ResumeAsync();
        await pods.FollowedAsync();
        await pods.ReplaceAsync("compacted", isToldLate: false);

        // The token is replaced, and the old one refused.
        var old = (await File.ReadAllTextAsync(pods.Files.Token, TestContext.Current.CancellationToken)).Trim();
        pods.Files.Replace(pods.Server, Timeout.InfiniteTimeSpan);
        pods.Server.Tokens.Expire(old);
        var asked = pods.Server.Requests.Count;
        pods.Server.Faults.DropWatches();
        await pods.FollowedAsync(asked);
        await pods.ReplaceAsync("rotated", isToldLate: false);
        var rows = await pods.StopAsync();

        AssertNamed(pods, rows, served => served.Set != "unknown");
        var unknown = rows.Where(r => Text(r, "req_path").StartsWith("/unknown/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(unknown);
        Assert.All(unknown, row => Assert.Equal(("unknown", "", ""), (Text(row, "k8s_match"), Text(row, "k8s_pod_name"), Text(row, "remote_k8s_pod_name"))));
    }

    private static void AssertNamed(TracedPods pods, JsonElement[] rows, Func<TracedPods.Served, bool> isMeant)
    {
        foreach (var (path, served) in pods.Truth.Where(t => isMeant(t.Value)))
        {
            var both = rows.Where(r => Text(r, "req_path") == path).ToArray();
            Assert.True(both.Length == 2, $"{path} has {both.Length} rows, not one of each end\n{pods.Log}");
            var server = both.Single(r => Text(r, "trace_role") == "server");
            var client = both.Single(r => Text(r, "trace_role") == "client");
            Assert.Equal((path, "pod", served.Uid, "app", served.Container), (path, Text(server, "k8s_match"), Text(server, "k8s_pod_uid"), Text(server, "k8s_container_name"), Text(server, "container_id")));
            Assert.Equal((path, "client", "clients"), (path, Text(server, "remote_k8s_pod_name"), Text(server, "remote_k8s_workload_name")));
            Assert.Equal((path, "client", "web-0"), (path, Text(client, "k8s_pod_name"), Text(client, "remote_k8s_pod_name")));
            Assert.Equal(Text(server, "k8s_workload_name"), Text(client, "remote_k8s_workload_name"));
        }
    }

    private static string Text(JsonElement row, string column) => row.TryGetProperty(column, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
