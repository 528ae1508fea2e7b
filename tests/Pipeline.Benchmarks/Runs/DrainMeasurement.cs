using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Bpf;
using Pipeline.Bpf.Rings;

namespace Pipeline.Benchmarks.Runs;

/// <summary>A full ring of 64-byte records, emptied: by libbpf's ring_buffer__consume in C, and into typed batches that are let go of, at once or after others.</summary>
internal sealed partial class DrainMeasurement : IMeasurement
{
    private const int Rounds = 31;
    private const int FillsARound = 3;

    // What a source emits before it lets rows gather again: 2 MiB in blocks of 256 KiB.
    private const int Burst = 8;

    // For the compiler, which wants to see the loop run.
    private const int WarmUpFills = 8;

    public string Name => "drain";

    public async Task MeasureAsync(FigureTable figures)
    {
        var native = figures.Of("full 64 MiB ring, C: libbpf ring_buffer__consume", "M rows/s");
        (string Name, ReleasingEmitter Emitter)[] ways = [("into batches", new ReleasingEmitter()), ("into batches, a burst on the edge", new ReleasingEmitter(held: Burst))];
        var spec = BpfObjectSpec.Read(Place.Flood);
        var settings = new BpfSettings { RingBytes = Flood.RingBytes, Options = new Dictionary<string, object> { ["pid"] = (long)Environment.ProcessId } };
        using var flood = BpfObject.Attach(spec, settings);
        var reader = new RingReader(flood.Rings["events"], spec.Tables);
        for (var i = 0; i < WarmUpFills; i++)
            foreach (var (_, emitter) in ways)
                Drain(flood, reader, emitter);
        for (var round = 0; round < Rounds; round++)
        {
            var theirs = await BaselineAsync().ConfigureAwait(false);
            native.Add(theirs);
            foreach (var (name, emitter) in ways)
            {
                var ours = new Samples();
                for (var fill = 0; fill < FillsARound; fill++)
                    ours.Add(Drain(flood, reader, emitter));
                figures.Of($"full 64 MiB ring, Pipeline: {name}", "M rows/s").Add(ours.Median);
                figures.Of($"full 64 MiB ring, Pipeline / C: {name}", "x", ">= 1").Add(ours.Median / theirs);
            }
        }
    }

    private static double Drain(BpfObject flood, RingReader reader, ReleasingEmitter emitter)
    {
        var (sequence, before) = (0UL, emitter.Rows);
        for (var left = Flood.RingBytes / Flood.SlotBytes + 1; left > 0; left -= 4096)
            Flood.Make(4096);
        var start = ThreadTime.Seconds;
        while (reader.Read(emitter, ref sequence) > 0)
            continue;
        var seconds = ThreadTime.Seconds - start;
        return flood.Rings["events"].PendingBytes == 0 ? (emitter.Rows - before) / seconds / 1e6 : throw new InvalidOperationException("the ring was not emptied");
    }

    private static async Task<double> BaselineAsync()
    {
        var output = await Command.OutputOfAsync(Place.Baseline, "drain", Place.Flood, FillsARound.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        var samples = new Samples();
        foreach (Match match in Rate().Matches(output))
            samples.Add(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        return samples.Median;
    }

    [GeneratedRegex(@"([\d.]+) M/s")]
    private static partial Regex Rate();
}
