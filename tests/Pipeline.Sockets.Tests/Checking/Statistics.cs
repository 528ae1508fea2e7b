using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>conn_stats beside what a workload moved, by transport and role. A connection is counted from its first bytes on, for who moves them, whoever moves the others.</summary>
internal static class Statistics
{
    internal static void Check(Told told, Observation seen, Mistakes mistakes)
    {
        var pids = told.Calls.Select(c => c.Pid).ToHashSet();
        foreach (var calls in told.Calls.GroupBy(c => (told.Ends[c.End].Transport, Role: told.Ends[c.End] is { Transport: "tcp" } end ? end.Role : null)))
        {
            StatsRow[] stats = [.. seen.Stats.Where(s => pids.Contains(s.Pid) && s.Transport == calls.Key.Transport && (calls.Key.Role is null || s.Role == calls.Key.Role))];
            mistakes.Expect(Sum(calls, "egress"), stats.Sum(s => s.Sent), $"{told.Name}: bytes_sent of {calls.Key}");
            mistakes.Expect(Sum(calls, "ingress"), stats.Sum(s => s.Received), $"{told.Name}: bytes_recv of {calls.Key}");
            foreach (var row in stats.Where(s => s.Role == "server"))
                mistakes.Expect(0, row.RemotePort, $"{told.Name}: remote_port of {row}");
        }

        StatsRow[] tcp = [.. seen.Stats.Where(s => s.Transport == "tcp" && pids.Contains(s.Pid))];
        var moved = told.Calls.Select(c => c.End).Where(e => told.Ends[e].Transport == "tcp").ToHashSet();
        mistakes.Expect(moved.Count, tcp.Sum(s => s.Opened), $"{told.Name}: conn_open");
        mistakes.Expect(told.Closings.Count(c => moved.Contains(c.End)), tcp.Sum(s => s.Closed), $"{told.Name}: conn_close");
        foreach (var row in tcp)
            mistakes.Expect(row.Opened - row.Closed, row.Active, $"{told.Name}: conn_active of {row}");
    }

    private static long Sum(IEnumerable<Call> calls, string direction) => calls.Where(c => c.Direction == direction).Sum(c => c.Size);
}
