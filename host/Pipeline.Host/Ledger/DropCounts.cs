using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>Rows lost by reason. Its owner's lock guards it.</summary>
internal sealed class DropCounts
{
    // Reasons become metric labels; a plugin that makes up a new one each time must not flood memory and every sink.
    private const int MostReasons = 64;

    private static readonly ImmutableSortedDictionary<string, long> None = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string reason, long rows)
    {
        if (_counts.Count >= MostReasons && !_counts.ContainsKey(reason))
            reason = DropReason.Other;
        if (rows > 0)
            _counts[reason] = _counts.GetValueOrDefault(reason) + rows;
    }

    public long Total => _counts.Values.Sum();

    public ImmutableSortedDictionary<string, long> Snapshot() => _counts.Count == 0 ? None : _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
