using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>Rows lost by reason. Its owner's lock guards it.</summary>
internal sealed class DropCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string reason, long rows)
    {
        if (rows > 0)
            _counts[reason] = _counts.GetValueOrDefault(reason) + rows;
    }

    public ImmutableSortedDictionary<string, long> Snapshot() => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
