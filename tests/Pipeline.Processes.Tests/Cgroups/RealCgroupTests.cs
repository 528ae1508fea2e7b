using System.Globalization;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes.Cgroups;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>Cgroups that the running kernel counts, against what others read of them.</summary>
[Trait("needs", "root")]
public sealed class RealCgroupTests
{
    private const int MostTries = 20;

    [Fact]
    public async Task FiguresOfVersionOneAreThoseOfItsFilesAndOfTheWorkInside()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cpu", "cpuacct", "memory", "pids", "blkio");
        using var folder = new TemporaryFolder();
        await using var disk = await LoopDisk.MakeAsync(folder.Path("disk"), 8 << 20);
        // Less than any turn that the scheduler gives, so that it is stopped however busy the machine is.
        await cgroup.SetAsync("cpu", "cpu.cfs_period_us", "10000");
        await cgroup.SetAsync("cpu", "cpu.cfs_quota_us", "1000");
        await cgroup.SetAsync("memory", "memory.limit_in_bytes", "67108864");
        await cgroup.SetAsync("pids", "pids.max", "5");
        // Later kernels count what is done on a disk only once somebody has set a limit on it.
        await cgroup.SetAsync("blkio", "blkio.throttle.read_bps_device", $"{disk.Number} 1000000000");
        var spun = long.Parse(await cgroup.AskAsync("spin 0.1"), CultureInfo.InvariantCulture);
        await cgroup.SetAsync("cpu", "cpu.cfs_quota_us", "2000");
        await cgroup.AskAsync("take 20000000");
        Assert.Equal("6", await cgroup.AskAsync("fork 10"));
        await cgroup.AskAsync($"write {disk.Path} 16");
        await cgroup.AskAsync($"read {disk.Path} 8");

        using var passes = new Passes(context => new CgroupReading(context));
        var rows = await AssertAsFilesAsync(passes, "v1", cgroup.Name);
        Assert.True(rows["cgroup_cpu"].Single()["usage_ns"] >= spun, $"{rows["cgroup_cpu"].Single()["usage_ns"]} < {spun}");
        Assert.True(rows["cgroup_cpu_cfs"].Single()["throttled_periods"] > 0 && rows["cgroup_cpu_cfs"].Single()["throttled_ns"] > 0);
        Assert.Equal(0.2, CgroupRow.Share(rows["cgroup_cpu_limit"].Single(), "cpus"));
        Assert.Equal(67108864, rows["cgroup_memory_limit"].Single(r => r["limit"] == 3)["bytes"]);
        Assert.InRange(rows["cgroup_memory_stat"].Single(r => r["state"] == 0)["bytes"], 20_000_000, 67108864);
        Assert.InRange(rows["cgroup_memory_peak"].Single()["peak_bytes"], rows["cgroup_memory"].Single()["usage_bytes"], 67108864);
        Assert.Equal((1L, 6L), (rows["cgroup_pids"].Single()["tasks"], rows["cgroup_pids"].Single()["limit_hits"]));
        Assert.Equal([(0L, 8L << 16, 8L), (1L, 16L << 16, 16L)], rows["cgroup_io"].Where(r => r["direction"] < 2).Select(r => (r["direction"], r["bytes"], r["operations"])));
        Assert.All(rows["cgroup_io"], r => Assert.Equal(disk.Name, r.Text("device")));
    }

    [Fact]
    public async Task AKillForWantOfMemoryIsCounted()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("memory");
        using var passes = new Passes(context => new CgroupReading(context));
        var before = await AssertAsFilesAsync(passes, "v1", cgroup.Name);
        Assert.Equal([0L, 0L], before["cgroup_memory_events"].Select(r => r["events"]));
        await cgroup.SetAsync("memory", "memory.limit_in_bytes", "33554432");
        await cgroup.SetAsync("memory", "memory.swappiness", "0");
        Assert.Equal("-9", await cgroup.AskAsync("eat 100000000"));
        var after = await AssertAsFilesAsync(passes, "v1", cgroup.Name);
        Assert.Equal(1, after["cgroup_memory_events"].Single(r => r["event"] == 4)["events"]);
        Assert.True(after["cgroup_memory_events"].Single(r => r["event"] == 6)["events"] > 0);
    }

    [Fact]
    public async Task FiguresOfVersionTwoAreThoseOfItsFiles()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cgroup2");
        var spun = long.Parse(await cgroup.AskAsync("spin 0.2"), CultureInfo.InvariantCulture);
        using var passes = new Passes(context => new CgroupReading(context));
        var rows = await AssertAsFilesAsync(passes, "v2", cgroup.Name);
        Assert.True(rows["cgroup_cpu"].Single()["usage_ns"] >= spun - 1_000_000);
        Assert.NotEmpty(rows["cgroup_pressure"]);
        var id = (await RunningProcess.RunAsync("stat", "--format=%i", cgroup.Folder("cgroup2"))).Trim();
        Assert.All(rows.SelectMany(t => t), r => Assert.Equal(id, r["cgroup_id"].ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task TheNumberOfACgroupIsThatByWhichProgramsKnowIt()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cgroup2");
        Needs.Root("bpftrace");
        var id = await RunningProcess.RunAsync("bpftrace", "-e", $"BEGIN {{ printf(\"%llu\\n\", cgroupid(\"{cgroup.Folder("cgroup2")}\")); exit(); }}");
        using var passes = new Passes(context => new CgroupReading(context));
        var row = passes.Read().First(r => r.Texts.ContainsKey("cgroup") && r.Text("cgroup") == cgroup.Name && r["cgroup_version"] == 2);
        Assert.Contains(row["cgroup_id"].ToString(CultureInfo.InvariantCulture), id.Split('\n'));
    }

    [Fact]
    public async Task OneWorkloadIsToldOfByBothVersions()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cpuacct", "cgroup2");
        await cgroup.AskAsync("spin 0.2");
        using var passes = new Passes(context => new CgroupReading(context));
        var rows = passes.Read().Where(r => r.Table == "cgroup_cpu" && r.Text("cgroup") == cgroup.Name).OrderBy(r => r["cgroup_version"]).ToArray();
        Assert.Equal([1, 2], rows.Select(r => r["cgroup_version"]));
        Assert.All(rows, r => Assert.True(r["usage_ns"] >= 190_000_000));
        Assert.All(rows, r => Assert.InRange(r["start_time"], 1, r["time"]));
    }

    [Fact]
    public async Task SystemdTellsTheSame()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cpuacct", "memory", "pids", "name=systemd");
        Needs.Root("systemd-cgtop");
        await cgroup.AskAsync("take 10000000");
        using var passes = new Passes(context => new CgroupReading(context));
        await AgreeAsync(async () =>
        {
            var told = (await RunningProcess.RunAsync("systemd-cgtop", "--batch", "--raw", "--iterations=1", "--order=path", "--depth=1"))
                .Split('\n')
                .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .First(w => w is [var path, ..] && path == cgroup.Name);
            var rows = passes.Read().Where(r => r.Text("cgroup") == cgroup.Name && r["cgroup_version"] == 1).ToLookup(r => r.Table);
            // Path, tasks, CPU, memory.
            return ($"{told[1]} {told[3]}", $"{rows["cgroup_pids"].Single()["tasks"]} {rows["cgroup_memory"].Single()["usage_bytes"]}");
        });
    }

    [Fact]
    public async Task CgroupsThatComeAndGoWhileTheyAreReadAreNoError()
    {
        await using var lasting = await WorkingCgroup.MakeAsync("memory", "cgroup2");
        string[] parents = [lasting.Folder("memory"), lasting.Folder("cgroup2")];
        using var passes = new Passes(context => new CgroupReading(context));
        using var over = new CancellationTokenSource();
        var churn = Task.Run(() => Churn(parents, over.Token), TestContext.Current.CancellationToken);
        var (coming, seen, read) = (0, 0, 0);
        // Who makes them may begin late.
        for (; read < 60 || coming == 0; read++)
        {
            var rows = passes.Read().Where(r => r.Text("cgroup").StartsWith(lasting.Name, StringComparison.Ordinal)).ToArray();
            // Those that last are told of in each pass, as often as they are there.
            seen += rows.Count(r => r.Text("cgroup") == lasting.Name && r.Table == "cgroup_memory");
            coming += rows.Count(r => r.Text("cgroup") != lasting.Name);
        }

        await over.CancelAsync();
        await churn;
        Assert.Equal(read, seen);
        Assert.Empty(passes.Machine.Told.Warnings);
    }

    [Fact]
    public void TheMachinesPressureIsThere()
    {
        Assert.SkipUnless(File.Exists("/proc/pressure/cpu"), "this kernel does not count pressure (/proc/pressure)");
        var before = Total();
        using var passes = new Passes(context => new CgroupReading(context));
        var row = passes.Read().Single(r => r.Table == "cgroup_pressure" && r.Text("cgroup") == "/" && r["resource"] == 0 && r["tasks"] == 0);
        Assert.InRange(row["stalled_ns"], before, Total());

        static long Total() => 1000 * long.Parse(File.ReadLines("/proc/pressure/cpu").First().Split('=')[^1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void OfARootOnlyWhatIsItsOwnIsTold()
    {
        Needs.Root();
        using var passes = new Passes(context => new CgroupReading(context));
        var roots = passes.Read().Where(r => r.Text("cgroup") == "/").ToArray();
        Assert.NotEmpty(roots);
        // What is charged to cgroups is never charged to a root: its counters of that would be those of the others.
        Assert.DoesNotContain(roots, r => r.Table is "cgroup_memory_peak" or "cgroup_memory_limit" or "cgroup_memory_events" or "cgroup_pids");
        Assert.DoesNotContain(roots, r => r.Table == "cgroup_memory_stat" && r["state"] is 2 or 3 or 8);
        Assert.All(roots, r => Assert.Equal(0, r["start_time"]));
    }

    private static void Churn(string[] parents, CancellationToken over)
    {
        for (var made = 0; !over.IsCancellationRequested; made++)
        {
            foreach (var parent in parents)
                Directory.CreateDirectory($"{parent}/of-{made % 7}/below");
            foreach (var parent in parents)
            {
                Directory.Delete($"{parent}/of-{made % 7}/below");
                Directory.Delete($"{parent}/of-{made % 7}");
            }
        }
    }

    // Figures may move while they are read: twice the same of the witness, and what was read between has to be that.
    private static async Task<ILookup<string, Row>> AssertAsFilesAsync(Passes passes, string version, string name)
    {
        ILookup<string, Row>? told = null;
        await AgreeAsync(async () =>
        {
            var before = await WitnessAsync(version, name);
            var rows = passes.Read().Where(r => r.Text("cgroup") == name && r["cgroup_version"] == (version == "v1" ? 1 : 2)).ToArray();
            told = rows.ToLookup(r => r.Table);
            var after = await WitnessAsync(version, name);
            var line = string.Join('\n', rows.Select(CgroupRow.Line).Order(StringComparer.Ordinal));
            return (before == after ? after : line == before ? before : $"{before}\nand then\n{after}", line);
        });
        return told!;
    }

    private static async Task AgreeAsync(Func<Task<(string Witness, string Told)>> look)
    {
        var (witness, told) = await look();
        for (var tries = 1; witness != told && tries < MostTries; tries++)
            (witness, told) = await look();
        Assert.Equal(witness, told);
    }

    private static async Task<string> WitnessAsync(string version, string name) =>
        string.Join('\n', (await RunningProcess.RunAsync("python3", Path.Combine(AppContext.BaseDirectory, "Cgroups", "cgroup_figures.py"), version, name)).Split('\n').Order(StringComparer.Ordinal));
}
