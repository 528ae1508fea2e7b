using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests.Checking;

/// <summary>All that workloads said beside all that the host saw.</summary>
internal static class Comparison
{
    /// <param name="told">What each workload said.</param>
    /// <param name="seen">What the host saw of them.</param>
    /// <param name="reasons">Why bytes may be unseen, each of which must occur unless it ends with a question mark; none: every byte is in a row.</param>
    internal static void AssertSame(Told[] told, Observation seen, params string[] reasons)
    {
        var mistakes = new Mistakes();
        Assert.Empty(seen.Ledger.Kernel.Lost);
        foreach (var workload in told)
        {
            var rows = Owner.Find(workload, seen.Data, mistakes);
            foreach (var end in workload.Ends.Values)
            {
                new Side(workload, end, "egress", rows[end.Number]).Check(mistakes);
                new Side(workload, end, "ingress", rows[end.Number]).Check(mistakes);
            }

            Statistics.Check(workload, seen, mistakes);
            Lives.Check(workload, seen, mistakes);
        }

        Sums.Check(told, seen, reasons, mistakes);
        mistakes.AssertNone();
    }
}
