using System.Collections.Immutable;

namespace Pipeline;

/// <summary>
/// What a source's kernel programs counted, all tables together: attempted = submitted + aggregated + discarded + lost. Of submitted rows, of entries of maps and of
/// what it reads itself the source makes rows: submitted + entries = out + dropped + in_ring.
/// </summary>
/// <param name="Attempted">Rows that programs set out to make.</param>
/// <param name="Submitted">Rows that reached a ring.</param>
/// <param name="Discarded">Rows left out on purpose, by reason.</param>
/// <param name="Lost">Rows that could not be made or found no room, by reason.</param>
/// <param name="InRing">Rows in rings that nobody has read.</param>
public sealed record KernelAccounts(
    long Attempted,
    long Submitted,
    ImmutableSortedDictionary<string, long> Discarded,
    ImmutableSortedDictionary<string, long> Lost,
    long InRing)
{
    /// <summary>Events that went into the figures of a map instead of becoming rows.</summary>
    public long Aggregated { get; init; }

    /// <summary>What readings met, the same once a reading: entries of such maps, and what the source reads itself, such as a process.</summary>
    public long Entries { get; init; }

    /// <summary>Bytes of the rings, which the kernel holds and the host maps: outside the host's memory budget.</summary>
    public long RingBytes { get; init; }
}
