using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>A component's line in the ledger.</summary>
internal sealed record ComponentEntry(
    string Name,
    ComponentKind Kind,
    long In,
    long Created,
    long Out,
    long Filtered,
    long Consumed,
    ImmutableSortedDictionary<string, long> Dropped,
    long InFlight)
{
    /// <summary>Rows emitted by table; of a sink those it refused and handed on, which are part of its <see cref="Out"/>.</summary>
    public required ImmutableArray<KeyValuePair<string, long>> Tables { get; init; }

    /// <summary>What the source's kernel programs counted; null for others.</summary>
    public KernelAccounts? Kernel { get; init; }

    /// <summary>Whether the kernel's counts and the host's are of one moment: once the run has ended. Before, rows are on their way between them.</summary>
    public bool KernelIsFinal { get; init; }

    public long Restarts { get; init; }

    /// <summary>Rows of a sink's writes that were tried once more, as often as they were: no term of the balance, but no row is at the other end twice without being here.</summary>
    public long Retried { get; init; }

    public bool Balanced =>
        In + Created == Out + Filtered + Consumed + Dropped.Values.Sum() + InFlight
        && (Kernel is not { } kernel || !KernelIsFinal || KernelBalanced(kernel));

    private bool KernelBalanced(KernelAccounts kernel) =>
        kernel.Attempted == kernel.Submitted + kernel.Aggregated + kernel.Discarded.Values.Sum() + kernel.Lost.Values.Sum()
        && kernel.Submitted + kernel.Entries == Out + Dropped.Values.Sum() + kernel.InRing;
}
