using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Figures of real cgroups of both versions, each under the name that a runtime gives it: whichever version tells a figure, its row names the same container.</summary>
[Trait("needs", "root")]
public sealed class CgroupTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_of_both_versions_name_the_container()
    {
        Needs.Root();
        var (docker, pod) = (NewId(), NewId());
        var (inDocker, inPod) = ($"/docker/{docker}", $"/kubepods/burstable/pod{Guid.NewGuid()}/{pod}");
        using MadeCgroup one = MadeCgroup.Make(inDocker, "cpuacct"), two = MadeCgroup.Make(inDocker), three = MadeCgroup.Make(inPod, "cpuacct"), four = MadeCgroup.Make(inPod);
        using var host = HostRun.Start(_folder, "run", _folder.Write("config.toml", $"""
            [sources.figures]
            type = "processes"
            tables = ["cgroup_cpu"]
            interval = "500ms"

            [transforms.containers]
            type = "containers"
            inputs = ["figures"]
            docker = []
            containerd = []
            storage = []

            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["containers"]
            """));
        foreach (var id in (string[])[docker, pod])
            foreach (var version in (string[])["v1", "v2"])
                await host.Process.Output.WaitForAsync(line => line.Contains(id, StringComparison.Ordinal) && line.Contains($"\"{version}\"", StringComparison.Ordinal));
        await host.StopAsync();

        var rows = host.Rows.ToLookup(r => (Text(r, "cgroup"), Text(r, "cgroup_version")));
        Assert.All(rows[(inDocker, "v1")], row => Assert.Equal((0UL, docker, "docker"), Named(row)));
        Assert.All(rows[(inDocker, "v2")], row => Assert.Equal((two.Id, docker, "docker"), Named(row)));
        Assert.All(rows[(inPod, "v1")], row => Assert.Equal((0UL, pod, ""), Named(row)));
        Assert.All(rows[(inPod, "v2")], row => Assert.Equal((four.Id, pod, ""), Named(row)));
        Assert.All(rows[("/", "v1")].Concat(rows[("/", "v2")]), row => Assert.Equal("", Text(row, "container_id")));
    }

    private static string NewId() => string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));

    private static (ulong, string, string) Named(JsonElement row) => (row.GetProperty("cgroup_id").GetUInt64(), Text(row, "container_id"), Text(row, "container_runtime"));

    private static string Text(JsonElement row, string column) => row.TryGetProperty(column, out var cell) ? cell.GetString()! : "";
}
