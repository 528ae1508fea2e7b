using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Sources.Bpf;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// What a reader takes while another process makes 64-byte records as fast as it can: libbpf in C, the bpf source alone, and the whole host with its edge, books
/// and null sink.
/// </summary>
internal sealed partial class ProducerMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private const string Seconds = "4";

    public string Name => "producer";

    public async Task MeasureAsync(FigureTable figures)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var theirs = Book(figures, "C: libbpf ring_buffer__poll", await BaselineAsync().ConfigureAwait(false));
            var alone = Book(figures, "Pipeline, bpf source alone", await SourceAsync().ConfigureAwait(false));
            var whole = Book(figures, "Pipeline, whole host to null", await HostAsync().ConfigureAwait(false));
            figures.Of("against a producer, source alone / C", "x").Add(alone / theirs);
            figures.Of("against a producer, whole host / C", "x", ">= 2").Add(whole / theirs);
        }
    }

    private static double Book(FigureTable figures, string who, (double Taken, double Attempted, double Seconds) run)
    {
        figures.Of($"against a producer, {who}", "M rows/s").Add(run.Taken / run.Seconds / 1e6);
        figures.Of($"against a producer, {who}: lost", "%").Add(100 * (run.Attempted - run.Taken) / run.Attempted);
        return run.Taken / run.Seconds;
    }

    private static async Task<double> ProduceAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await Command.OutputOfAsync(Place.Baseline, "produce", Seconds).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double, double, double)> BaselineAsync()
    {
        var output = await Command.OutputOfAsync(Place.Baseline, "run", Place.Flood, Seconds).ConfigureAwait(false);
        var match = Result().Match(output);
        var (taken, rate) = (Number(match.Groups[1]), Number(match.Groups[3]));
        return (taken, Number(match.Groups[2]), taken / rate / 1e6);
    }

    private static async Task<(double, double, double)> SourceAsync()
    {
        var context = new ComponentContext("flood", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        using var source = new BpfSource(new BpfSourceOptions { Object = Place.Flood, RingSize = new ByteSize(Flood.RingBytes) }, context);
        using var stop = new CancellationTokenSource();
        var emitter = new ReleasingEmitter();
        var run = Task.Factory.StartNew(() => source.RunAsync(emitter, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        while (source.ReadPrograms().All(p => p.State != ProgramState.Attached) && !run.IsCompleted)
            await Task.Delay(1).ConfigureAwait(false);
        var seconds = await ProduceAsync().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(false);
        return (emitter.Rows, source.ReadAccounts().Attempted, seconds);
    }

    private static async Task<(double, double, double)> HostAsync()
    {
        using var host = new HostRun(HostRun.FloodSource + """
            [sinks.end]
            type = "null"
            inputs = ["flood"]
            """);
        await host.Command.AttachedAsync().ConfigureAwait(false);
        var seconds = await ProduceAsync().ConfigureAwait(false);
        var ledger = await host.StopAsync().ConfigureAwait(false);
        var delivered = HostRun.ComponentOf(ledger, "end").GetProperty("out").GetInt64();
        var attempted = HostRun.ComponentOf(ledger, "flood").GetProperty("kernel").GetProperty("attempted").GetInt64();
        return (delivered, attempted, seconds);
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"run: (\d+) of (\d+) records, ([\d.]+) M/s")]
    private static partial Regex Result();
}
