using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>What transforms make of a kernel program's rows, beside the rows themselves.</summary>
[Trait("needs", "root")]
public sealed class TransformTests : IDisposable
{
    private const int Requests = 600;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SumsAndHistogramsOfAllRowsAreThoseOfTheRowsThemselves()
    {
        Needs.Root("losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        var config = _folder.Write("config.toml", $$"""
            [sources.disks]
            type = "bpf"
            object = "biosnoop"
            options = { disk = "{{disk.Name}}" }
            [transforms.sums]
            type = "aggregate"
            inputs = ["disks"]
            by = ["operation", "comm"]
            values = { requests = "count()", bytes = "sum(bytes)", worst_ns = "max(latency_ns)", large = "count(bytes > 4KiB)" }
            interval = "50ms"
            workers = 2
            [transforms.latencies]
            type = "histogram"
            inputs = ["disks"]
            value = "latency_ns"
            by = ["operation"]
            interval = "50ms"
            temporality = "delta"
            [transforms.adaptive]
            type = "histogram"
            inputs = ["disks"]
            value = "latency_ns"
            buckets = "exponential"
            [transforms.halves]
            type = "select"
            inputs = ["disks"]
            columns = ["operation", "latency_ns", "half_ns = latency_ns / 2"]
            table = "halves"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["disks", "sums", "latencies", "adaptive", "halves"]
            when_full = "block"
            """);
        using var host = HostRun.Start(_folder, "run", config);
        await host.AttachedAsync();
        using var workload = RunningProcess.Start("/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "43");
        await workload.Output.WaitForAsync("done");
        var ledger = await host.StopAsync();

        var tables = host.Rows.ToLookup(row => row.GetProperty("table").GetString());
        var rows = tables["biosnoop"].ToArray();
        Assert.InRange(rows.Length, Requests / 2, int.MaxValue);
        CheckSums(rows, tables["sums"]);
        CheckHistograms(rows, tables["latencies"]);
        var adaptive = tables["adaptive"].Last().GetProperty("latency_ns");
        Assert.Equal((rows.Length, rows.Sum(Latency)), (adaptive.GetProperty("count").GetInt32(), (long)adaptive.GetProperty("sum").GetDouble()));
        Assert.Equal(rows.Select(r => Latency(r) / 2), tables["halves"].Select(r => Integer(r, "half_ns")));
        foreach (var name in new[] { "sums", "latencies", "adaptive" })
        {
            var books = ledger.Components.Single(c => c.Name == name);
            Assert.Equal((rows.Length, rows.Length, tables[name].Count()), ((int)books.In, (int)books.Consumed, (int)books.Created));
        }
    }

    [Fact]
    public async Task HistogramsOfAMetricTableMergeIntoWhatItsSeriesToldLast()
    {
        Needs.Root("losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        var config = _folder.Write("config.toml", """
            [sources.series]
            type = "bpf"
            object = "biolatency"
            interval = "200ms"
            [transforms.all]
            type = "aggregate"
            inputs = ["series"]
            values = { latency_ns = "merge(latency_ns)" }
            interval = "300ms"
            [transforms.pieces]
            type = "aggregate"
            inputs = ["series"]
            by = ["operation"]
            values = { latency_ns = "merge(latency_ns)" }
            interval = "300ms"
            temporality = "delta"
            workers = 2
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["series", "all", "pieces"]
            when_full = "block"
            """);
        using var host = HostRun.Start(_folder, "run", config);
        await host.AttachedAsync();
        using var workload = RunningProcess.Start("/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "44");
        await workload.Output.WaitForAsync("done");
        await host.StopAsync();

        var tables = host.Rows.ToLookup(row => row.GetProperty("table").GetString());
        var last = tables["biolatency"].GroupBy(r => $"{r.GetProperty("disk")} {r.GetProperty("operation")}").Select(g => g.Last()).ToArray();
        Assert.InRange(last.Sum(r => Sum(Counts(r))), Requests / 2, long.MaxValue);
        Assert.Equal(last.Select(Counts).Aggregate(Add), Counts(tables["all"].Last()));
        foreach (var operation in last.GroupBy(r => r.GetProperty("operation").GetString()))
            Assert.Equal(operation.Select(Counts).Aggregate(Add), tables["pieces"].Where(r => r.GetProperty("operation").GetString() == operation.Key).Select(Counts).Aggregate(Add));

        static long[] Counts(JsonElement row) => [.. row.GetProperty("latency_ns").GetProperty("counts").EnumerateArray().Select(n => n.GetInt64())];
        static long[] Add(long[] a, long[] b) => [.. a.Zip(b, (x, y) => x + y)];
        static long Sum(long[] counts) => counts.Sum();
    }

    public void Dispose() => _folder.Dispose();

    private static void CheckSums(JsonElement[] rows, IEnumerable<JsonElement> sums)
    {
        var expected = rows.GroupBy(Key).ToDictionary(
            g => g.Key, g => (g.LongCount(), g.Sum(r => Integer(r, "bytes")), g.Max(Latency), g.LongCount(r => Integer(r, "bytes") > 4096)));
        // Running totals: the last of each group are those of the whole run.
        var seen = sums.GroupBy(Key).ToDictionary(
            g => g.Key, g => (Integer(g.Last(), "requests"), Integer(g.Last(), "bytes"), Integer(g.Last(), "worst_ns"), Integer(g.Last(), "large")));
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), seen.OrderBy(e => e.Key, StringComparer.Ordinal));

        static string Key(JsonElement row) => $"{row.GetProperty("operation")} {row.GetProperty("comm")}";
    }

    private static void CheckHistograms(JsonElement[] rows, IEnumerable<JsonElement> histograms)
    {
        foreach (var operation in histograms.GroupBy(h => h.GetProperty("operation").GetString()))
        {
            var latencies = rows.Where(r => r.GetProperty("operation").GetString() == operation.Key).Select(Latency).ToArray();
            var bounds = Numbers(operation.First(), "bounds");
            var expected = new long[bounds.Length + 1];
            foreach (var latency in latencies)
                expected[bounds.Count(b => latency > b)]++;
            var seen = operation.Select(h => Numbers(h, "counts")).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
            Assert.Equal(expected, seen.Select(count => (long)count));
            Assert.Equal(latencies.Sum(), (long)operation.Sum(h => h.GetProperty("latency_ns").GetProperty("sum").GetDouble()));
        }

        static double[] Numbers(JsonElement row, string name) => [.. row.GetProperty("latency_ns").GetProperty(name).EnumerateArray().Select(n => n.GetDouble())];
    }

    private static long Latency(JsonElement row) => Integer(row, "latency_ns");

    private static long Integer(JsonElement row, string column) => row.GetProperty(column).GetInt64();
}
