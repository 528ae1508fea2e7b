using System.Collections.Immutable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>What memory.stat of a version calls what is read of it, and memory.events each event.</summary>
/// <param name="States">The key of each state that there is.</param>
/// <param name="InactiveFile">The key of pages of files that were not used lately.</param>
/// <param name="Swap">The key of what is swapped out; empty: it is not in that file.</param>
internal sealed record MemoryKeys(ImmutableArray<(byte[] Key, MemoryState State)> States, byte[] InactiveFile, byte[] Swap)
{
    /// <summary>Version 1 tells of the cgroup alone and, behind total_, of those below it too, as version 2 always does.</summary>
    internal static MemoryKeys One { get; } = new(
        [
            ("total_rss"u8.ToArray(), MemoryState.Anonymous),
            ("total_cache"u8.ToArray(), MemoryState.File),
            ("total_shmem"u8.ToArray(), MemoryState.Shared),
            ("total_mapped_file"u8.ToArray(), MemoryState.Mapped),
            ("total_dirty"u8.ToArray(), MemoryState.Dirty),
            ("total_writeback"u8.ToArray(), MemoryState.Writeback),
        ],
        "total_inactive_file"u8.ToArray(),
        "total_swap"u8.ToArray());

    internal static MemoryKeys Two { get; } = new(
        [
            ("anon"u8.ToArray(), MemoryState.Anonymous),
            ("file"u8.ToArray(), MemoryState.File),
            ("kernel"u8.ToArray(), MemoryState.Kernel),
            ("sock"u8.ToArray(), MemoryState.Sockets),
            ("shmem"u8.ToArray(), MemoryState.Shared),
            ("file_mapped"u8.ToArray(), MemoryState.Mapped),
            ("file_dirty"u8.ToArray(), MemoryState.Dirty),
            ("file_writeback"u8.ToArray(), MemoryState.Writeback),
            ("slab"u8.ToArray(), MemoryState.Slab),
        ],
        "inactive_file"u8.ToArray(),
        []);

    private static readonly ImmutableArray<(byte[] Key, MemoryEvent Event)> _events =
    [
        ("low"u8.ToArray(), MemoryEvent.Low),
        ("high"u8.ToArray(), MemoryEvent.High),
        ("max"u8.ToArray(), MemoryEvent.Maximum),
        ("oom"u8.ToArray(), MemoryEvent.OutOfMemory),
        ("oom_kill"u8.ToArray(), MemoryEvent.OutOfMemoryKill),
        ("oom_group_kill"u8.ToArray(), MemoryEvent.OutOfMemoryGroupKill),
    ];

    internal static bool TryFindEvent(ReadOnlySpan<byte> key, out MemoryEvent happened)
    {
        foreach (var known in _events)
            if (key.SequenceEqual(known.Key))
            {
                happened = known.Event;
                return true;
            }

        happened = default;
        return false;
    }
}
