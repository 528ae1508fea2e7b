using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>Which end a row is of.</summary>
internal static class Owner
{
    /// <summary>The rows of each end of a workload.</summary>
    internal static ILookup<int, DataRow> Find(Told told, IEnumerable<DataRow> rows, Mistakes mistakes)
    {
        var pids = told.Calls.Select(c => c.Pid).ToHashSet();
        var found = new List<(int End, DataRow Row)>();
        foreach (var connection in rows.Where(r => pids.Contains(r.Pid)).GroupBy(r => r.Connection))
        {
            var first = connection.First();
            var end = told.Ends.Values.FirstOrDefault(e => first.Transport == "unix" ? IsUnix(told, e, connection) : IsInet(e, first));
            if (end is null)
                mistakes.Add($"{told.Name}: [{first}] is of no end that the workload knows");
            else
                found.AddRange(connection.Select(r => (end.Number, r)));
        }

        return found.ToLookup(f => f.End, f => f.Row);
    }

    private static bool IsInet(End end, DataRow row) =>
        end.Transport == row.Transport && end.Local.Covers(row.Local) && (row.Transport == "udp" || end.Remote == row.Remote);

    // Without addresses, what it carried tells which it is.
    private static bool IsUnix(Told told, End end, IEnumerable<DataRow> rows) =>
        end.Transport == "unix" && rows.Where(r => r.Payload.Length > 0).Take(1).Any(r => told.Calls.Any(c =>
            c.End == end.Number && c.Direction == r.Direction && Pattern.FirstDifference(r.Payload.AsSpan(0, 1), c.Key, c.At) < 0
            && c.Position == r.Position && Pattern.FirstDifference(r.Payload.AsSpan(0, (int)Math.Min(r.Payload.Length, c.Copied)), c.Key, c.At) < 0));
}
