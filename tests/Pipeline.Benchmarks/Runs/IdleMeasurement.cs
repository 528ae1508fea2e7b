using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// What the quickstart costs on a machine on which little happens: while the compiler still works on what ran at the start, and once that is over. Rows tell how
/// idle the machine was.
/// </summary>
internal sealed class IdleMeasurement : IMeasurement
{
    private static readonly (string When, TimeSpan Settling, TimeSpan Time)[] Windows =
    [
        ("idle, quickstart, 10 to 30 s", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)),
        ("idle, quickstart, 60 to 120 s", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)),
    ];

    public string Name => "idle";

    public async Task MeasureAsync(FigureTable figures)
    {
        var quickstart = Path.Combine(Place.Installation, "pipelines", "quickstart.toml");
        var ledger = Path.Combine(Place.Scratch, "idle-ledger.json");
        // Nobody must have to read the rows here: that would be something happening.
        using var host = Command.Start("/bin/sh", "-c", "exec \"$0\" run \"$1\" --ledger \"$2\" >/dev/null", Place.Host, quickstart, ledger);
        await host.AttachedAsync().ConfigureAwait(false);
        var start = host.SecondsSinceStart;
        foreach (var (when, settling, time) in Windows)
        {
            await Task.Delay(settling).ConfigureAwait(false);
            await MeasureAsync(host.Id, when, time, figures).ConfigureAwait(false);
        }

        var seconds = host.SecondsSinceStart - start;
        await host.StopAsync().ConfigureAwait(false);
        figures.Of("idle, quickstart: rows meanwhile", "rows/s").Add(RowsIn(ledger) / seconds);
        File.Delete(ledger);
    }

    private static async Task MeasureAsync(int host, string when, TimeSpan time, FigureTable figures)
    {
        using var process = Process.GetProcessById(host);
        var (start, cpu, switches) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime, SwitchesOf(host));
        await Task.Delay(time).ConfigureAwait(false);
        process.Refresh();
        var passed = Stopwatch.GetElapsedTime(start);
        figures.Of($"{when}: CPU of a core", "%", "<= 0.5").Add(100 * ((process.TotalProcessorTime - cpu) / passed));
        figures.Of($"{when}: wake-ups", "1/s").Add((SwitchesOf(host) - switches) / passed.TotalSeconds);
        figures.Of($"{when}: VmRSS", "MiB", "<= 80").Add(Memory.MebibytesOf(host, "VmRSS"));
        figures.Of($"{when}: RssAnon", "MiB").Add(Memory.MebibytesOf(host, "RssAnon"));
        figures.Of($"{when}: RssShmem", "MiB").Add(Memory.MebibytesOf(host, "RssShmem"));
    }

    // Times that a thread there is now had waited for something; what a thread did that has ended is gone with it.
    private static long SwitchesOf(int host) =>
        Directory.GetDirectories($"/proc/{host.ToString(CultureInfo.InvariantCulture)}/task").Sum(task =>
        {
            try
            {
                var line = File.ReadLines(Path.Combine(task, "status")).First(l => l.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal));
                return long.Parse(line.AsSpan(line.IndexOf(':') + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                return 0;
            }
        });

    private static long RowsIn(string ledger)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(ledger));
        return document.RootElement.GetProperty("components").EnumerateArray()
            .Where(c => c.GetProperty("kind").GetString() == "source" && c.GetProperty("name").GetString() != "pipeline")
            .Sum(c => c.GetProperty("created").GetInt64());
    }
}
