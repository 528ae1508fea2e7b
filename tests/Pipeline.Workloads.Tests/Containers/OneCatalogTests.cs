using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>The published host with several transforms that ask for processes, one of them in a context of its own.</summary>
[Trait("needs", "root")]
public sealed class OneCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_transforms_load_one_set_of_programs_and_all_name_all_rows()
    {
        Needs.Root();
        var id = string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        using var made = MadeCgroup.Make($"/docker/{id}");
        using var host = HostRun.Start(_folder, "run", _folder.Write("config.toml", $$"""
            [sources.figures]
            type = "processes"
            tables = ["process_stats"]
            pids = [{{made.Process.Id}}]
            interval = "500ms"

            [transforms.one]
            type = "containers"
            inputs = ["figures"]
            columns = ["container_id"]

            [transforms.two]
            type = "containers"
            hot_swap = true
            inputs = ["one"]
            columns = ["process_command_line", "systemd_unit"]

            [transforms.three]
            type = "kubernetes"
            kubelet = "http://127.0.0.1:1"
            wait = "0s"
            inputs = ["two"]

            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["three.process_stats"]
            """));
        await host.Process.Output.WaitForAsync("\"k8s_match\"");
        var loaded = Programs($"{host.Process.Id}");
        await host.StopAsync();

        // As many as one catalog loads; the source needs none for its table.
        var before = Programs("self");
        using (CatalogShare.Open(Here.Environment with { }, NullLogger.Instance))
            Assert.Equal(Programs("self") - before, loaded);

        // Its container is no pod's, which only its cgroup tells.
        Assert.All(host.Rows, row => Assert.Equal(
            (id, "sleep 1000", "host"), (row.GetProperty("container_id").GetString(), row.GetProperty("process_command_line").GetString(), row.GetProperty("k8s_match").GetString())));
    }

    private static int Programs(string process) => Directory.EnumerateFiles($"/proc/{process}/fd").Count(f => new FileInfo(f).LinkTarget == "anon_inode:bpf-prog");
}
