using System.Globalization;

namespace Pipeline.Host.Ledger;

/// <summary>The ledger for people: a line a component and edge, zero counts left out.</summary>
internal static class LedgerText
{
    public static void Write(LedgerSnapshot ledger, TextWriter output)
    {
        var running = ledger.Components.Any(c => c.Kernel is not null && !c.KernelIsFinal);
        output.WriteLine($"ledger: {(ledger.Balanced ? "balanced" : "NOT BALANCED")}{(running ? " so far; the kernel's counts are compared at the end" : "")}");
        var width = ledger.Components.Select(c => c.Name.Length).Concat(ledger.Edges.Select(e => Name(e).Length)).DefaultIfEmpty().Max();
        foreach (var component in ledger.Components)
        {
            if (component.Kernel is { } kernel)
                Line(component.Name, "kernel", true, [("attempted", kernel.Attempted), ("submitted", kernel.Submitted), ("aggregated", kernel.Aggregated), .. Named("discarded", kernel.Discarded), .. Named("lost", kernel.Lost), ("in_ring", kernel.InRing), ("entries", kernel.Entries)]);
            Line(
                component.Name,
                component.Kind.ToString().ToLowerInvariant(),
                component.Balanced,
                [("in", component.In), ("created", component.Created), ("out", component.Out), ("filtered", component.Filtered), ("consumed", component.Consumed), .. Named("dropped", component.Dropped), ("in_flight", component.InFlight), ("restarts", component.Restarts), ("retried", component.Retried)]);
        }

        foreach (var edge in ledger.Edges)
            Line(Name(edge), "edge", edge.Balanced, [("in", edge.In), ("out", edge.Out), .. Named("dropped", edge.Dropped), ("in_flight", edge.InFlight), ("stored", edge.Stored)]);

        void Line(string name, string kind, bool balanced, IEnumerable<(string Name, long Rows)> counts)
        {
            var text = string.Join("  ", counts.Where(c => c.Rows != 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Rows:N0}")));
            output.WriteLine($"  {name.PadRight(width)}  {kind,-9}  {(text.Length == 0 ? "-" : text)}{(balanced ? "" : "  <- does not balance")}");
        }
    }

    private static string Name(EdgeEntry edge) => $"{edge.From} -> {edge.To}";

    private static IEnumerable<(string, long)> Named(string fate, IEnumerable<KeyValuePair<string, long>> counts) =>
        counts.Select(c => ($"{fate} by {c.Key}", c.Value));
}
