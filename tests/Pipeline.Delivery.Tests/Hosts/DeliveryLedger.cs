namespace Pipeline.Delivery.Tests.Hosts;

/// <summary>What a ledger says of one end.</summary>
internal static class DeliveryLedger
{
    internal static LedgerComponent Component(this Ledger ledger, string name) => ledger.Components.Single(c => c.Name == name);

    /// <summary>Rows that an end's other side took; those that it refused and handed on are counted as out too.</summary>
    internal static long Taken(this Ledger ledger, string end) => ledger.Component(end).Out - ledger.Edges.Where(e => e.From == end).Sum(e => e.In);

    /// <summary>Rows that were lost on an end's edges and in it.</summary>
    internal static long DroppedBefore(this Ledger ledger, string end) =>
        ledger.Edges.Where(e => e.To == end).Sum(e => e.Dropped.Values.Sum()) + ledger.Component(end).Dropped.Values.Sum();
}
