using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A ledger as the host wrote it, with the sums done anew.</summary>
internal sealed record Ledger(bool Balanced, LedgerComponent[] Components, LedgerEdge[] Edges)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true };

    internal LedgerComponent Source => Components.Single(c => c.Kind == "source");

    internal LedgerComponent Sink => Components.Single(c => c.Kind == "sink");

    internal LedgerKernel Kernel => Source.Kernel ?? throw new InvalidOperationException("the source has no kernel accounts");

    internal static Ledger Read(string path) => Parse(File.ReadAllBytes(path));

    internal static Ledger Parse(byte[] json) => JsonSerializer.Deserialize<Ledger>(json, Format)!;

    /// <summary>Every identity there is, and nothing left anywhere: for a host that has ended.</summary>
    internal void AssertIdentities()
    {
        Assert.True(Balanced);
        foreach (var component in Components)
        {
            Assert.Equal(0, component.InFlight);
            Assert.Equal(component.In + component.Created, component.Out + component.Filtered + component.Consumed + component.Dropped.Values.Sum());
            if (component.Kernel is { } kernel)
                AssertKernel(component, kernel);
        }

        foreach (var edge in Edges)
        {
            Assert.Equal((0, 0), (edge.InFlight, edge.Stored));
            Assert.Equal(edge.In, edge.Out + edge.Dropped.Values.Sum());
            Assert.Equal(Emitted(edge.From), edge.In);
        }

        foreach (var component in Components.Where(c => c.Kind != "source"))
            Assert.Equal(Edges.Where(e => e.To == component.Name).Sum(e => e.Out), component.In);
    }

    private static void AssertKernel(LedgerComponent component, LedgerKernel kernel)
    {
        Assert.Equal(0, kernel.InRing);
        Assert.Equal(kernel.Attempted, kernel.Submitted + kernel.Aggregated + kernel.Discarded.Values.Sum() + kernel.Lost.Values.Sum());
        Assert.Equal(kernel.Submitted + kernel.Entries, component.Out + component.Dropped.Values.Sum());
    }

    private long Emitted(string from)
    {
        var (name, table) = from.Split('.') is [var n, var t] ? (n, t) : (from, null);
        var component = Components.Single(c => c.Name == name);
        // What leaves a sink by an edge are the rows that it refused.
        return table is not null ? component.Tables[table] : component.Kind == "sink" ? component.Tables.Values.Sum() : component.Out;
    }
}
