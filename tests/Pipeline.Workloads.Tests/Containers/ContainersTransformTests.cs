using Pipeline.Transforms.Containers;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Real cgroups with real processes inside, under the names that runtimes and systemd give them.</summary>
[Trait("needs", "root")]
public sealed class ContainersTransformTests : IDisposable
{
    private static readonly ContainerColumn[] Names =
        [ContainerColumn.ContainerId, ContainerColumn.ContainerName, ContainerColumn.ContainerImageName, ContainerColumn.ContainerImageTag, ContainerColumn.ContainerRuntime, ContainerColumn.SystemdUnit, ContainerColumn.SystemdSlice];

    private readonly StateFolder _folder = new();
    private readonly string _id = string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_names_its_container_by_cgroup_or_by_process_in_both_versions()
    {
        using var second = MadeCgroup.Make($"/docker/{_id}");
        _folder.Docker(_id, StateSamples.Docker);
        using var run = await new ContainersRun(_folder, Names).StartAsync();
        var expected = new Dictionary<string, string>
        {
            ["container_id"] = _id, ["container_name"] = "web-1", ["container_image_name"] = "registry.example:5000/shop/web", ["container_image_tag"] = "1.2", ["container_runtime"] = "docker",
        };
        Assert.Equal(expected, run.Row(cgroup: second.Id));
        Assert.Equal(expected, run.Row(cgroup: second.Id));
        Assert.Equal(expected, run.Row((uint)second.Process.Id, second.StartTicks));
        Assert.Equal(expected, run.Row((uint)second.Process.Id));
        Assert.Equal(expected, run.Row((uint)second.Process.Id, isUnixTime: true));
        using var first = MadeCgroup.Make($"/docker/{_id}", "pids");
        Assert.Equal(expected, run.Row((uint)first.Process.Id, first.StartTicks, cgroup: 1));
        Assert.DoesNotContain(_folder.Warnings, w => w.Contains("the state of container", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_names_its_unit_and_slice()
    {
        using var made = MadeCgroup.Make($"/pt{_id[..8]}.slice/pt{_id[..8]}-web@1.service");
        using var run = await new ContainersRun(_folder, Names).StartAsync();
        Assert.Equal(
            new Dictionary<string, string> { ["systemd_unit"] = $"pt{_id[..8]}-web@1.service", ["systemd_slice"] = $"pt{_id[..8]}.slice" },
            run.Row(cgroup: made.Id));
    }

    [Fact]
    public async Task A_pods_container_is_named_by_what_its_runtime_was_told()
    {
        var pod = $"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{Guid.NewGuid().ToString().Replace('-', '_')}.slice";
        using var made = MadeCgroup.Make($"{pod}/cri-containerd-{_id}.scope");
        _folder.Containerd("k8s.io", _id, StateSamples.Cri);
        using var run = await new ContainersRun(_folder, ContainerColumn.ContainerName, ContainerColumn.ContainerRuntime, ContainerColumn.ContainerId).StartAsync();
        Assert.Equal(new Dictionary<string, string> { ["container_name"] = "app", ["container_runtime"] = "containerd", ["container_id"] = _id }, run.Row(cgroup: made.Id));
        Assert.Equal(["container_name", "container_runtime", "container_id"], run.Output.Columns.Skip(4).Select(c => c.Name));
    }

    [Fact]
    public async Task A_container_whose_state_comes_later_is_named_when_it_is_there()
    {
        using var made = MadeCgroup.Make($"/docker/{_id}");
        using var run = await new ContainersRun(_folder, Names).StartAsync();
        Assert.Equal(new Dictionary<string, string> { ["container_id"] = _id, ["container_runtime"] = "docker" }, run.Row(cgroup: made.Id));
        _folder.Docker(_id, StateSamples.Docker);
        for (var tries = 0; !run.Row(cgroup: made.Id).ContainsKey("container_name"); tries++)
        {
            Assert.True(tries < 12_000, "it was not named");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_container_of_LXC_is_called_by_its_name()
    {
        using var made = MadeCgroup.Make($"/lxc.payload.pt{_id[..8]}");
        using var run = await new ContainersRun(_folder, Names).StartAsync();
        Assert.Equal(
            new Dictionary<string, string> { ["container_id"] = $"pt{_id[..8]}", ["container_name"] = $"pt{_id[..8]}", ["container_runtime"] = "lxc" }, run.Row(cgroup: made.Id));
    }

    [Fact]
    public async Task Rows_of_nobody_of_the_root_and_of_other_machines_are_told_nothing()
    {
        using var made = MadeCgroup.Make($"/docker/{_id}");
        using var run = await new ContainersRun(_folder, ContainersRun.All).StartAsync();
        Assert.Empty(run.Row());
        Assert.Empty(run.Row(cgroup: 1));
        Assert.Empty(run.Row(cgroup: ulong.MaxValue));
        Assert.Empty(run.Row(pid: uint.MaxValue, startTicks: 7));
        Assert.Empty(run.Row((uint)made.Process.Id, made.StartTicks + 1));
        Assert.Empty(run.Row((uint)made.Process.Id, made.StartTicks, made.Id, host: "another"));
        Assert.NotEmpty(run.Row((uint)made.Process.Id, made.StartTicks, made.Id));
    }

    [Fact]
    public async Task A_process_is_told_as_proc_tells_it()
    {
        using var made = MadeCgroup.Make($"/docker/{_id}");
        using var run = await new ContainersRun(_folder, ContainersRun.All).StartAsync();
        var row = run.Row((uint)made.Process.Id, made.StartTicks, made.Id);
        Assert.Equal(File.ReadAllText($"/proc/{made.Process.Id}/cmdline").TrimEnd('\0').Replace('\0', ' '), row["process_command_line"]);
        Assert.Equal(new FileInfo($"/proc/{made.Process.Id}/exe").LinkTarget, row["process_executable_path"]);
        Assert.Equal(Environment.UserName, row["process_owner"]);
        Assert.Equal(File.ReadLines($"/proc/{made.Process.Id}/status").First(l => l.StartsWith("NSpid:", StringComparison.Ordinal)).Split('\t')[^1], row["process_vpid"]);
        Assert.Contains(run.Figures, f => f is { Name: "facts", Of: "processes", Value: 1 });
    }

    [Fact]
    public void By_default_a_command_line_is_not_told() =>
        Assert.DoesNotContain(ContainerColumn.ProcessCommandLine, new ContainersOptions().Columns);

    [Fact]
    public void Options_and_tables_that_make_no_sense_are_mistakes()
    {
        Assert.Equal("columns", Assert.Throws<OptionException>(() => new ContainersRun(_folder)).Key);
        Assert.Equal("columns", Assert.Throws<OptionException>(() => new ContainersRun(_folder, ContainerColumn.ContainerId, ContainerColumn.ContainerId)).Key);
        using var run = new ContainersRun(_folder, Names);
        var transform = new ContainersTransform(new ContainersOptions(), run);
        var nobody = new TableSchema("lines", TableKind.Event, [new ColumnSchema("message", ColumnType.Utf8)]);
        var taken = new TableSchema("rows", TableKind.Event, [new ColumnSchema("pid", ColumnType.U32), new ColumnSchema("container_name", ColumnType.Utf8)]);
        Assert.Equal("no input says whom its rows are about (expected a table with a column cgroup_id, cgroup or pid)", Assert.Throws<OptionException>(() => transform.Bind([nobody])).Message);
        Assert.Equal("columns", Assert.Throws<OptionException>(() => transform.Bind([taken])).Key);
        var somebody = new TableSchema("figures", TableKind.Metric, [new ColumnSchema("cgroup_id", ColumnType.U64), new ColumnSchema("n", ColumnType.U64) { Instrument = Instrument.Counter }]);
        var tables = transform.Bind([nobody, somebody]);
        Assert.Same(nobody, tables[0]);
        Assert.Equal(["cgroup_id", "n", "container_id", "container_name", "container_image_name", "container_runtime", "systemd_unit"], tables[1].Columns.Select(c => c.Name));
    }
}
