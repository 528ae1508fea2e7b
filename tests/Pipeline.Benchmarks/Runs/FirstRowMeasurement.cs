using System.Diagnostics;

namespace Pipeline.Benchmarks.Runs;

/// <summary>From the host's exec to the first JSON line of `wrap execsnoop`, while something starts every 5 ms.</summary>
internal sealed class FirstRowMeasurement : IMeasurement
{
    private const int Rounds = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "first_row";

    public async Task MeasureAsync(FigureTable figures)
    {
        using var end = new CancellationTokenSource();
        var executions = ExecuteAsync(end.Token);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                using var host = Command.Start(Place.Host, "wrap", "execsnoop", "--format", "json");
                var line = await host.Output.ReadLineAsync().WaitAsync(Patience).ConfigureAwait(false);
                var seconds = host.SecondsSinceStart;
                if (line is null)
                    throw new InvalidOperationException("the host ended without a row");
                figures.Of("start to first row, wrap execsnoop", "ms", "<= 1000").Add(1000 * seconds);
                figures.Of("of that until attached, as the log tells", "ms").Add(1000 * await host.AttachedAsync().ConfigureAwait(false));
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await executions.ConfigureAwait(false);
        }
    }

    private static async Task ExecuteAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var process = Process.Start("/bin/true");
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
