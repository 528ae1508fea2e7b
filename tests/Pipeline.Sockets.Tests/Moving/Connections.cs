using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Sockets.Tests.Moving;

/// <summary>Connections as the kernel has them.</summary>
internal static class Connections
{
    /// <summary>Returns once those that workloads closed are: the last packets of one may be on their way when its ends are closed and its process is gone.</summary>
    internal static async Task ClosedAsync(IEnumerable<Told> told)
    {
        var closed = told.SelectMany(t => t.Closings.Select(c => t.Ends[c.End])).Where(e => e.Transport == "tcp").Select(e => (e.Local.Port, e.Remote.Port)).ToHashSet();
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (closed.Count > 0 && (await OpenAsync()).Any(closed.Contains))
            await Task.Delay(20, patience.Token);
    }

    private static async Task<(int Local, int Remote)[]> OpenAsync() =>
    [
        .. (await RunningProcess.RunAsync("ss", "-Htn", "state", "connected", "exclude", "time-wait")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]).Select(ends => (PortOf(ends[0]), PortOf(ends[1]))),
    ];

    private static int PortOf(string address) => int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
