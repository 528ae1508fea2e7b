using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Benchmarks.Runs;

/// <summary>One pass over 2,000 more processes than there were, in turns with ps, which is asked for the same figures and whose own start is in its time.</summary>
internal sealed class ProcessesMeasurement : IMeasurement
{
    private const int Processes = 2_000;
    private const int Rounds = 15;

    // Until everybody was looked at for Java machines, and the compiler has seen the loops run.
    private const int WarmUp = 100;

    public string Name => "processes";

    public async Task MeasureAsync(FigureTable figures)
    {
        // It ends its own: to find so many children for it would take minutes.
        using var crowd = Command.Start("/bin/bash", "-c", $"trap 'kill $(jobs -p); exit 0' INT; for ((i = 0; i < {Processes}; i++)); do sleep 600 & done; echo ready; wait");
        await crowd.Output.ReadLineAsync().ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        try
        {
            await MeasureCrowdAsync(figures).ConfigureAwait(false);
        }
        finally
        {
            await crowd.StopAsync().ConfigureAwait(false);
        }
    }

    private static async Task MeasureCrowdAsync(FigureTable figures)
    {
        var context = new ReadingContext(new ProcessesOptions(), new HostEnvironment("here", Place.Installation, TimeProvider.System), NullLogger.Instance);
        using var alone = new ProcessWalk(context, new ProcessTable(context));
        using var all = new ProcessWalk(context);
        var emitter = new ReleasingEmitter();
        var output = new SourceOutput(emitter);
        for (var i = 0; i < WarmUp; i++)
        {
            Pass(context, alone, output);
            Pass(context, all, output);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var (rows, allocated) = (emitter.Rows, GC.GetAllocatedBytesForCurrentThread());
            var one = Pass(context, alone, output);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            rows = emitter.Rows - rows;
            if (rows < Processes)
                throw new InvalidOperationException($"{rows} of {Processes} processes were read");
            var three = Pass(context, all, output);
            var start = Stopwatch.GetTimestamp();
            await Command.OutputOfAsync("/usr/bin/ps", "-e", "-o", "pid,comm,lstart,cputimes,rss,vsz,nlwp,min_flt,maj_flt").ConfigureAwait(false);
            var ps = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            figures.Of("process_stats: one pass over 2,000 processes", "ms").Add(one);
            figures.Of("process_stats, network_stats, jvm_stats: one pass", "ms").Add(three);
            figures.Of("the same by ps, which has neither I/O nor descriptors", "ms").Add(ps);
            figures.Of("ps / process_stats", "x").Add(ps / one);
            figures.Of("process_stats: time a process", "us").Add(one * 1e3 / rows);
            figures.Of("process_stats: allocated", "B/row").Add((double)allocated / rows);
        }
    }

    private static double Pass(ReadingContext context, IReading reading, SourceOutput output)
    {
        var start = Stopwatch.GetTimestamp();
        context.Processes.Begin();
        reading.Read(output, ReadingTime.Now());
        output.Flush();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
