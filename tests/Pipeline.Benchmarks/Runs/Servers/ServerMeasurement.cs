using System.Globalization;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>
/// What it costs a server to have each request traced and parsed. At a fixed rate, in turns: untraced, traced at the server's end alone, traced at both ends (the
/// client is on this machine too). Then as fast as the two processors go, untraced and traced.
/// </summary>
internal abstract class ServerMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private const int Rate = 4_000;
    private const int Requests = 5 * Rate;

    // As many as it takes until the host is compiled as it stays.
    private const int WarmUp = 3 * Rate;
    private const int FlatOutRequests = 100_000;

    public abstract string Name { get; }

    /// <summary>What is spoken.</summary>
    protected abstract string Protocol { get; }

    public async Task MeasureAsync(FigureTable figures)
    {
        using var server = await StartAsync().ConfigureAwait(false);
        await AtRateAsync(server.Port, WarmUp, Rate).ConfigureAwait(false);
        for (var round = 0; round < Rounds; round++)
        {
            var untraced = await RunAsync(figures, server, "untraced").ConfigureAwait(false);
            foreach (var (how, pid, ends) in new[] { ("traced at its end", (int?)server.Pid, 1), ("traced at both ends", null, 2) })
            {
                using var host = await TracedHost.StartAsync(Protocol, server.Port, pid).ConfigureAwait(false);
                await AtRateAsync(server.Port, WarmUp, Rate).ConfigureAwait(false);
                host.Begin();
                var traced = await RunAsync(figures, server, how).ConfigureAwait(false);
                figures.Of($"{Name}, CPU of the server a request, {how} / untraced", "x", ends == 1 ? "<= 1.07" : "").Add(traced / untraced);
                Book(figures, $"{Name}, {how}", await host.StopAsync().ConfigureAwait(false), ends);
                await TimeProgramsAsync(figures, server, how, pid).ConfigureAwait(false);
            }
        }

        for (var round = 0; round < Rounds; round++)
            await SaturateAsync(figures, server).ConfigureAwait(false);
    }

    /// <summary>Starts the server.</summary>
    protected abstract Task<Server> StartAsync();

    /// <summary>So many requests at a rate.</summary>
    protected abstract Task<LoadResult> AtRateAsync(int port, int requests, int rate);

    /// <summary>So many requests as fast as they are answered.</summary>
    protected abstract Task<LoadResult> FlatOutAsync(int port, int requests);

    private static void Book(FigureTable figures, string what, TraceCost cost, int ends)
    {
        var rows = (long)(WarmUp + Requests) * ends;
        if (cost.Lost == 0 && cost.Rows != rows)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{what}: {cost.Rows} rows of {rows}, and nothing was lost"));
        figures.Of($"{what}: CPU of the host, a request", "us").Add(cost.HostNanoseconds / 1e3 / Requests);
        figures.Of($"{what}: rows lost", "%", "0").Add(100.0 * (rows - cost.Rows) / rows);
    }

    // By itself, as the kernel's clock reads before and after each run would count as the server's.
    private async Task TimeProgramsAsync(FigureTable figures, Server server, string how, int? pid)
    {
        using var host = await TracedHost.StartAsync(Protocol, server.Port, pid, timesPrograms: true).ConfigureAwait(false);
        await AtRateAsync(server.Port, WarmUp, Rate).ConfigureAwait(false);
        var cost = await host.StopAsync().ConfigureAwait(false);
        figures.Of($"{Name}, {how}: in the BPF programs, a request", "us").Add(cost.KernelNanoseconds / 1e3 / WarmUp);
    }

    /// <summary>Microseconds of the server's CPU a request.</summary>
    private async Task<double> RunAsync(FigureTable figures, Server server, string how)
    {
        var before = CpuTime.OfThreads(server.Pid);
        var load = await AtRateAsync(server.Port, Requests, Rate).ConfigureAwait(false);
        var each = CpuTime.Since(server.Pid, before) / 1e3 / load.Requests;
        figures.Of($"{Name} at {Rate} requests/s, {how}: CPU of the server a request", "us").Add(each);
        figures.Of($"{Name} at {Rate} requests/s, {how}: p99", "us").Add(load.P99);
        return each;
    }

    private async Task SaturateAsync(FigureTable figures, Server server)
    {
        var untraced = await FlatOutAsync(server.Port, FlatOutRequests).ConfigureAwait(false);
        figures.Of($"{Name} flat out, untraced", "requests/s").Add(untraced.Requests / untraced.Seconds);
        using var host = await TracedHost.StartAsync(Protocol, server.Port).ConfigureAwait(false);
        await AtRateAsync(server.Port, WarmUp, Rate).ConfigureAwait(false);
        var traced = await FlatOutAsync(server.Port, FlatOutRequests).ConfigureAwait(false);
        var cost = await host.StopAsync().ConfigureAwait(false);
        figures.Of($"{Name} flat out, traced at both ends", "requests/s").Add(traced.Requests / traced.Seconds);
        figures.Of($"{Name} flat out, traced / untraced", "x").Add(traced.Requests / traced.Seconds / (untraced.Requests / untraced.Seconds));
        var rows = cost.Rows - (2 * WarmUp);
        figures.Of($"{Name} flat out, rows", "rows/s").Add(rows / traced.Seconds);
        figures.Of($"{Name} flat out, rows lost", "%", "0").Add(100.0 * (2 * traced.Requests - rows) / (2 * traced.Requests));
    }
}
