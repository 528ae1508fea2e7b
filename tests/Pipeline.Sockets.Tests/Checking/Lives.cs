using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>conn_events beside the TCP connections that a workload opened and closed.</summary>
internal static class Lives
{
    internal static void Check(Told told, Observation seen, Mistakes mistakes)
    {
        foreach (var closing in told.Closings.Where(c => told.Ends[c.End].Transport == "tcp"))
        {
            var end = told.Ends[closing.End];
            var name = $"{told.Name}, end {end.Number} ({end.Role}, {end.Local})";
            EventRow[] events = [.. seen.Events.Where(e => e.Transport == "tcp" && e.Local == end.Local && e.Remote == end.Remote)];
            var kinds = string.Join(", ", events.Select(e => e.Event));
            mistakes.Expect(end.WasThere ? "close" : "open, close", kinds, $"{name}: events");
            foreach (var row in events)
                mistakes.Expect(end.Role, row.Role, $"{name}: role of {row}");
            if (events is not [.., { Event: "close" } last])
                continue;
            if (!closing.Reasons.Contains(last.Reason))
                mistakes.Add($"{name}: reason {last.Reason}, expected {string.Join(" or ", closing.Reasons)}");
            CheckPosition(told, end, "egress", last.Sent, $"{name}: sent at {last}", mistakes);
            CheckPosition(told, end, "ingress", last.Received, $"{name}: received at {last}", mistakes);
        }
    }

    private static void CheckPosition(Told told, End end, string direction, long position, string what, Mistakes mistakes)
    {
        Call[] calls = [.. told.Calls.Where(c => c.End == end.Number && c.Direction == direction)];
        var after = calls.All(c => c.Position >= 0) ? calls.Select(c => c.After).DefaultIfEmpty(0).Max() : calls.Sum(c => c.Size);
        mistakes.Expect(after, position, what);
    }
}
