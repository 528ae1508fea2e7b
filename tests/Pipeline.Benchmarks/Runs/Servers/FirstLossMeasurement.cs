namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>
/// How many rows a second, of nginx and its client, are traced before the first loss is counted: the rate is raised until there is one, or until the two processors
/// answer no faster.
/// </summary>
internal sealed class FirstLossMeasurement : IMeasurement
{
    private const int Rounds = 3;
    private const int LeastRate = 4_000;

    // Until the host is compiled as it stays.
    private const int WarmUp = 6_000;
    private const int WarmUpRate = 2_000;
    private const int Seconds = 3;

    // Below this share of what was asked for the processors are at their end.
    private const double Reached = 0.9;

    public string Name => "first_loss";

    public async Task MeasureAsync(FigureTable figures)
    {
        using var server = await Server.StartNginxAsync().ConfigureAwait(false);
        for (var round = 0; round < Rounds; round++)
        {
            var (most, rate, lost) = (0.0, LeastRate, 0L);
            for (var reached = true; reached && lost == 0; rate += rate / 4)
            {
                using var host = await TracedHost.StartAsync("http", server.Port).ConfigureAwait(false);
                await HttpLoad.AtRateAsync(server.Port, WarmUp, WarmUpRate).ConfigureAwait(false);
                var load = await HttpLoad.AtRateAsync(server.Port, rate * Seconds, rate).ConfigureAwait(false);
                var cost = await host.StopAsync().ConfigureAwait(false);
                (reached, lost) = (load.Requests / load.Seconds >= Reached * rate, cost.Lost);
                if (lost == 0)
                    most = Math.Max(most, (cost.Rows - (2 * WarmUp)) / load.Seconds);
                else
                    figures.Of("nginx and its client, rate of the first loss", "rows/s").Add(2 * load.Requests / load.Seconds);
            }

            figures.Of("nginx and its client, most without a loss", "rows/s").Add(most);
        }
    }
}
