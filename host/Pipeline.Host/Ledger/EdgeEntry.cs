using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>An edge's line in the ledger.</summary>
/// <param name="From">Component, or component.table where it has several.</param>
/// <param name="To">The subscribed component.</param>
/// <param name="In">Rows that came to the edge.</param>
/// <param name="Out">Rows that the subscriber took.</param>
/// <param name="Dropped">Rows lost, by reason.</param>
/// <param name="InFlight">Rows waiting.</param>
/// <param name="Stored">Rows on disk.</param>
internal sealed record EdgeEntry(
    string From, string To, long In, long Out, ImmutableSortedDictionary<string, long> Dropped, long InFlight, long Stored)
{
    public bool Balanced => In == Out + Dropped.Values.Sum() + InFlight + Stored;
}
