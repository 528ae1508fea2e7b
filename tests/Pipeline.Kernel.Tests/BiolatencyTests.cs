using System.Globalization;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>biolatency beside biosnoop's rows and beside BCC's, on a disk of the test's own.</summary>
[Trait("needs", "root")]
public sealed class BiolatencyTests : IDisposable
{
    private const int Requests = 400;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_histogram_is_that_of_the_same_times_as_rows_slot_by_slot()
    {
        Needs.Root("losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, Installed.Program("requests_twice"), $"options = {{ disk = \"{disk.Name}\" }}"));
        await host.AttachedAsync();
        using var workload = await WorkAsync(disk, "read write flush discard zero");
        var ledger = await host.StopAsync();

        var rows = host.Rows.Where(r => r.GetProperty("table").GetString() == "request_rows").ToLookup(r => r.GetProperty("operation").GetString()!, r => r.GetProperty("service_ns").GetInt64());
        var slots = host.Last("request_slots", "operation");
        Assert.Equal(["discard", "flush", "read", "write", "write_zeroes"], rows.Select(r => r.Key).Order());
        Assert.Equal(rows.Select(r => r.Key).Order(), slots.Keys.Order());
        foreach (var (operation, row) in slots)
        {
            var histogram = row.GetProperty("service_ns");
            long[] bounds = [.. histogram.GetProperty("bounds").EnumerateArray().Select(b => b.GetInt64())];
            Assert.Equal([4000, 8000, 16000, 32000, 64000, 128000, 256000], bounds);
            var expected = new long[bounds.Length + 1];
            foreach (var time in rows[operation])
                expected[Array.FindIndex(bounds, b => time <= b) is >= 0 and var slot ? slot : bounds.Length]++;
            Assert.Equal(expected, histogram.GetProperty("counts").EnumerateArray().Select(c => c.GetInt64()));
            Assert.Equal(rows[operation].Sum(), histogram.GetProperty("sum").GetDouble());
        }

        Assert.Equal(rows.Sum(r => r.Count()), ledger.Kernel.Aggregated);
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Theory]
    [InlineData(false, "service_ns")]
    [InlineData(true, "latency_ns")]
    public async Task Its_requests_are_those_of_biosnoop_by_disk_operation_and_flags(bool queued, string column)
    {
        Needs.Root("losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        var configuration = _folder.Write("both.toml", $"""
            [sources.rows]
            type = "bpf"
            object = "biosnoop"
            options = {"{"} disk = "{disk.Name}" {"}"}
            [sources.figures]
            type = "bpf"
            object = "biolatency"
            options = {"{"} disk = "{disk.Name}", per_flags = true, queued = {(queued ? "true" : "false")} {"}"}
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["rows", "figures"]
            """);
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.Process.Errors.WaitForAsync("rows: biosnoop.bpf.o is attached, variant ");
        await host.Process.Errors.WaitForAsync("figures: biolatency.bpf.o is attached, variant ");
        using var workload = await WorkAsync(disk, "read write flush discard zero");
        await host.StopAsync();

        string[] labels = ["disk", "operation", "flags"];
        var rows = host.Rows.Where(r => r.GetProperty("table").GetString() == "biosnoop")
            .ToLookup(r => string.Join(' ', labels.Select(l => r.GetProperty(l).ToString())), r => r.GetProperty(column).GetInt64());
        var figures = host.Last("biolatency", labels);
        Assert.InRange(rows.Sum(r => r.Count()), Requests / 2, int.MaxValue);
        Assert.Equal(rows.Select(r => r.Key).Order(), figures.Keys.Order());
        foreach (var (series, row) in figures)
        {
            var histogram = Slots.Of(row.GetProperty("latency_ns"));
            var times = Slots.Of(rows[series]);
            histogram.AssertLike(times);
            Assert.InRange(histogram.Quantile(0.5) - times.Quantile(0.5), -1, 1);
        }
    }

    [Fact]
    public async Task Each_request_is_counted_as_BCC_counts_it()
    {
        Needs.Root("biolatency", "losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        using var bcc = await BccTool.GatherAsync("biolatency", "-d", disk.Name);
        using var host = HostRun.Start(_folder, "wrap", "biolatency", $"disk={disk.Name}", "per_operation=false", "--format", "json");
        await host.AttachedAsync();
        // No flushes: who asks for nothing else makes a request that never gets to the driver, where BCC would begin to count.
        using var workload = await WorkAsync(disk, "read write discard zero");
        await host.StopAsync();

        var ours = host.Last("biolatency", "disk").Single();
        Assert.Equal(disk.Name, ours.Key);
        Assert.False(ours.Value.TryGetProperty("operation", out _));
        Slots.Of(ours.Value.GetProperty("latency_ns")).AssertLike((await bcc.HistogramsAsync()).Single().Value);
    }

    public void Dispose() => _folder.Dispose();

    // Lives until its caller ends it: when it closes the disk, others may look at that, and not all observers end at once.
    private static async Task<RunningProcess> WorkAsync(LoopDevice disk, string operations)
    {
        var workload = RunningProcess.Start(["/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "42", .. operations.Split(' ')]);
        await workload.Output.WaitForAsync("done");
        return workload;
    }
}
