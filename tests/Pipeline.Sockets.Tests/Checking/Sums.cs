using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>Bytes moved are bytes of payload and bytes in a counter that says why not, for each direction and function.</summary>
internal static class Sums
{
    internal static void Check(Told[] told, Observation seen, string[] reasons, Mistakes mistakes)
    {
        var calls = told.SelectMany(t => t.Calls).ToArray();
        foreach (var direction in (string[])["egress", "ingress"])
        {
            foreach (var function in calls.Where(c => c.Direction == direction).Select(Counted).Distinct())
                Compare(direction, function, calls, seen, mistakes);
            mistakes.Expect(
                calls.Where(c => c.Direction == direction).Sum(c => c.Size),
                seen.Data.Where(r => r.Direction == direction).Sum(r => r.Payload.Length) + seen.Unseen.Where(u => u.Direction == direction).Sum(u => u.Bytes),
                $"all bytes of {direction}");
        }

        foreach (var unseen in seen.Unseen.Where(u => u.Bytes > 0 && !reasons.Contains(u.Reason) && !reasons.Contains($"{u.Reason}?")))
            mistakes.Add($"{unseen} should have been seen");
        foreach (var reason in reasons.Where(r => !r.EndsWith('?') && !seen.Unseen.Any(u => u.Reason == r && u.Bytes > 0)))
            mistakes.Add($"nothing was unseen because of {reason}, which this workload is for");
    }

    // What is spliced out of a socket passes no hook: that it moved is known when the stream goes on behind it.
    private static string Counted(Call call) => call is { Function: "splice", Direction: "ingress" } ? "unknown" : call.Function;

    private static void Compare(string direction, string function, Call[] calls, Observation seen, Mistakes mistakes)
    {
        var moved = calls.Where(c => c.Direction == direction && Counted(c) == function).Sum(c => c.Size);
        var payload = seen.Data.Where(r => r.Direction == direction && r.Function == function).Sum(r => r.Payload.Length);
        UnseenRow[] unseen = [.. seen.Unseen.Where(u => u.Direction == direction && u.Function == function)];
        if (moved != payload + unseen.Sum(u => u.Bytes))
            mistakes.Add($"{direction} by {function}: {moved} bytes moved, {payload} in rows, {string.Join(" and ", unseen.Select(u => $"{u.Bytes} {u.Reason}").DefaultIfEmpty("nothing"))} unseen");
    }
}
