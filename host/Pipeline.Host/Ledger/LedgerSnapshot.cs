using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>The whole ledger at one time.</summary>
internal sealed record LedgerSnapshot(ImmutableArray<ComponentEntry> Components, ImmutableArray<EdgeEntry> Edges)
{
    /// <summary>Each component and edge balances, and each edge got what its table emitted.</summary>
    public bool Balanced => Components.All(c => c.Balanced) && Edges.All(e => e.Balanced && e.In == EmittedTo(e));

    private long EmittedTo(EdgeEntry edge)
    {
        var dot = edge.From.IndexOf('.', StringComparison.Ordinal);
        var component = Components.First(c => c.Name == (dot < 0 ? edge.From : edge.From[..dot]));
        return dot < 0 && component.Kind != ComponentKind.Sink ? component.Out
            : dot < 0 ? component.Tables.Single().Value
            : component.Tables.First(t => t.Key == edge.From[(dot + 1)..]).Value;
    }
}
