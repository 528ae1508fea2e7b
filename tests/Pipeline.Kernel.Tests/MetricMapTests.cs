using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>Figures in every kind of map, from the program to the sink: against what bpftool reads, and a counter that the program keeps for the test.</summary>
[Trait("needs", "root")]
public sealed class MetricMapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheLastRowsAreWhatBpftoolReads()
    {
        Needs.Root("bpftool");
        using var host = HostRun.Start(_folder, "run", Configuration("interval = \"100ms\"", "type = \"stdout\"\nformat = \"json\""));
        await host.AttachedAsync();
        using var own = await OwnAttempts.OfAsync(host.Process.Id);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(seed => Task.Run(() => Measure(seed, 5_000, series: 200), TestContext.Current.CancellationToken)));

        var shared = (await LoadedMap.DumpAsync(host.Process.Id, "shared")).ToDictionary(
            e => $"{e.Key.GetProperty("series")}", e => $"{Sum(e.Values, "count")} {Histogram(e.Values)}");
        var spread = (await LoadedMap.DumpAsync(host.Process.Id, "spread")).ToDictionary(
            e => $"{e.Key.GetProperty("series")}", e => $"{Sum(e.Values, "count")} {e.Values.Max(v => v.GetProperty("greatest").GetInt64())} {Histogram(e.Values)}");
        var place = (await LoadedMap.DumpAsync(host.Process.Id, "place")).ToDictionary(
            e => $"{e.Key}", e => $"{Sum(e.Values, "count")} {Sum(e.Values, "total")}");
        var cell = (await LoadedMap.DumpAsync(host.Process.Id, "cell")).Where(e => Sum(e.Values, "count") > 0).ToDictionary(
            e => $"{e.Key}", e => $"{Sum(e.Values, "count")} {Histogram(e.Values)}");
        var ledger = await host.StopAsync();

        AssertSame(shared, host.Last("shared", "series"), r => $"{r.GetProperty("count")} {Histogram(r)}");
        AssertSame(spread, host.Last("spread", "series"), r => $"{r.GetProperty("count")} {r.GetProperty("greatest")} {Histogram(r)}");
        AssertSame(place, host.Last("place", "place"), r => $"{r.GetProperty("count")} {r.GetProperty("total")}");
        AssertSame(cell, host.Last("cell", "cell"), r => $"{r.GetProperty("count")} {Histogram(r)}");
        Assert.Equal((200, 200, 16, 200), (shared.Count, spread.Count, place.Count, cell.Count));
        Assert.All(host.Rows.Where(r => r.GetProperty("table").GetString() == "shared"), r => Assert.Equal("a\"b\\", r.GetProperty("name").GetString()));

        // Four events a call, of which those at indexes beyond the array are lost.
        Assert.Equal((60_000, 60_000), (await own.ReadAsync(), ledger.Kernel.Attempted));
        Assert.Equal(60_000 - ledger.Kernel.Lost["map_full"], ledger.Kernel.Aggregated);
        Assert.Equal(host.Rows.Length, ledger.Kernel.Entries);
        Assert.Empty(ledger.Source.Dropped);
    }

    [Fact]
    public async Task AFullMapLosesWhatFindsNoSeriesAndCountsItToTheEvent()
    {
        Needs.Root("bpftool");
        using var host = HostRun.Start(_folder, "run", Configuration("interval = \"50ms\"\nmax_series = 100", "type = \"stdout\"\nformat = \"json\""));
        await host.AttachedAsync();
        using var own = await OwnAttempts.OfAsync(host.Process.Id);
        for (var i = 0; i < 10; i++)
            Syscall.Make(Syscall.MakeSeries, 1_000);
        var ledger = await host.StopAsync();

        Assert.Equal((10_000, 10_000), (await own.ReadAsync(), ledger.Kernel.Attempted));
        Assert.Equal((1_000, 9_000), (ledger.Kernel.Aggregated, ledger.Kernel.Lost["map_full"]));
        var series = host.Last("many", "number");
        Assert.Equal((100, 1_000), (series.Count, series.Values.Sum(r => r.GetProperty("count").GetInt64())));
    }

    [Fact]
    public async Task AMillionSeriesArriveWithinTheMemoryBudget()
    {
        Needs.Root("bpftool");
        const int series = 1_000_000;
        var ids = _folder.Path("ids");
        using var host = HostRun.Start(_folder, "run", Configuration($"interval = \"1h\"\nmax_series = {series}", $"type = \"sleeping\"\nfile = \"{ids}\"\nsleep = \"1ms\""));
        await host.AttachedAsync();
        using var own = await OwnAttempts.OfAsync(host.Process.Id);
        await using var memory = new AnonymousMemory(host.Process.Id);
        Syscall.Make(Syscall.MakeSeries, series);
        var ledger = await host.StopAsync();

        Assert.Equal((series, series, series), (await own.ReadAsync(), ledger.Kernel.Aggregated, ledger.Kernel.Entries));
        // Figures wait for a slow sink instead of being dropped.
        Assert.Equal((series, series), (ledger.Source.Tables["many"], ledger.Sink.Out));
        var delivered = MemoryMarshal.Cast<byte, ulong>(await File.ReadAllBytesAsync(ids, TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(series, delivered.Distinct().Count());
        Assert.InRange(memory.PeakBytes, 1, 128L << 20);
    }

    [Fact]
    public async Task AWrongIntervalOrNumberOfSeriesIsToldAtItsPlace()
    {
        Needs.Host();
        var answer = await HostAnswer.AskAsync("validate", Configuration("interval = \"1ms\"\nmax_series = 0", "type = \"null\""));
        Assert.Equal(78, answer.Code);
        Assert.Contains("sources.series.interval: too small (got \"1ms\", expected at least 10ms)", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("sources.series.max_series: too small (got 0, expected at least 1)", answer.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Configuration(string source, string sink) => _folder.Write("series.toml", $$"""
        [pipeline]
        memory = "128MiB"
        plugins = ["{{Installed.TestPlugins}}"]
        [sources.series]
        type = "bpf"
        object = "{{Installed.Program("series")}}"
        options = { pid = {{Environment.ProcessId}} }
        {{source}}
        [sinks.out]
        inputs = ["series"]
        {{sink}}
        """);

    private static void Measure(int seed, int calls, int series)
    {
        var random = new Random(seed);
        for (var i = 0; i < calls; i++)
            Syscall.Make(Syscall.Measure, random.Next(series), random.NextInt64(1L << 40) >> random.Next(41));
    }

    private static long Sum(JsonElement[] cpus, string member) => cpus.Sum(v => v.GetProperty(member).GetInt64());

    private static string Histogram(JsonElement[] cpus)
    {
        var slots = cpus.Select(v => v.GetProperty("value").EnumerateArray().Select(s => s.GetInt64()).ToArray()).ToArray();
        return $"{string.Join(',', slots[0].Select((_, i) => slots.Sum(s => s[i])))} {Sum(cpus, "value_sum").ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Histogram(JsonElement row)
    {
        var histogram = row.GetProperty("value");
        return $"{string.Join(',', histogram.GetProperty("counts").EnumerateArray())} {histogram.GetProperty("sum").GetDouble().ToString("F0", CultureInfo.InvariantCulture)}";
    }

    private static void AssertSame(Dictionary<string, string> witness, Dictionary<string, JsonElement> rows, Func<JsonElement, string> text) =>
        Assert.Equal(witness.OrderBy(w => w.Key, StringComparer.Ordinal), rows.Select(r => KeyValuePair.Create(r.Key, text(r.Value))).OrderBy(r => r.Key, StringComparer.Ordinal));
}
