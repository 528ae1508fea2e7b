using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Figures of real cgroups of both versions, each under the name that a runtime gives it: whichever version tells a figure, its row names the same container.</summary>
[Trait("needs", "root")]
public sealed class CgroupTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _id = string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("docker")]
    [InlineData("kubepods/burstable/pod0c4f7b9e-52f8-4d7e-9f6b-0d3c6a1be001")]
    public async Task Rows_of_both_versions_name_the_container(string above)
    {
        Needs.Root();
        var path = $"/{above}/{_id}";
        using MadeCgroup one = MadeCgroup.Make(path, "cpuacct"), two = MadeCgroup.Make(path);
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
        foreach (var version in (string[])["v1", "v2"])
            await host.Process.Output.WaitForAsync(line => line.Contains(_id, StringComparison.Ordinal) && line.Contains($"\"{version}\"", StringComparison.Ordinal));
        await host.StopAsync();

        var rows = host.Rows.ToLookup(r => (Text(r, "cgroup"), Text(r, "cgroup_version")));
        Assert.All(rows[(path, "v1")].Concat(rows[(path, "v2")]), row =>
            Assert.Equal((_id, above == "docker" ? "docker" : ""), (Text(row, "container_id"), Text(row, "container_runtime"))));
        Assert.All(rows[(path, "v1")], row => Assert.Equal(0UL, row.GetProperty("cgroup_id").GetUInt64()));
        Assert.All(rows[(path, "v2")], row => Assert.Equal(two.Id, row.GetProperty("cgroup_id").GetUInt64()));
        Assert.All(rows[("/", "v1")].Concat(rows[("/", "v2")]), row => Assert.Equal("", Text(row, "container_id")));
    }

    private static string Text(JsonElement row, string column) => row.TryGetProperty(column, out var cell) ? cell.GetString()! : "";
}
