using System.Runtime.CompilerServices;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>What memory.stat tells that is read: each figure, or that there is none.</summary>
internal struct MemoryStat
{
    private Amounts _bytes;
    private int _known;

    internal MemoryStat(ReadOnlySpan<byte> text, MemoryKeys keys)
    {
        var lines = new KeyedLines(text);
        while (lines.MoveNext())
        {
            foreach (var (key, state) in keys.States)
                if (lines.Key.SequenceEqual(key))
                    Set(state, lines.Value);
            if (lines.Key.SequenceEqual(keys.InactiveFile))
                InactiveFile = lines.Value;
            else if (lines.Key.SequenceEqual(keys.Swap))
                Swap = lines.Value;
        }
    }

    /// <summary>Bytes of files that were not used lately.</summary>
    internal ulong? InactiveFile { get; }

    /// <summary>Bytes that are swapped out.</summary>
    internal ulong? Swap { get; }

    internal void Set(MemoryState state, ulong bytes)
    {
        _bytes[(int)state] = bytes;
        _known |= 1 << (int)state;
    }

    internal readonly bool TryGet(MemoryState state, out ulong bytes)
    {
        bytes = _bytes[(int)state];
        return (_known & (1 << (int)state)) != 0;
    }

    [InlineArray((int)MemoryState.Slab + 1)]
    private struct Amounts
    {
        private ulong _first;
    }
}
