using System.Runtime.InteropServices;

namespace Pipeline.Grouping;

/// <summary>What begins each group's record; the fixed part of its key and its state follow.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GroupHeader
{
    public ulong Hash;

    /// <summary>Unix nanoseconds before which the group had no row.</summary>
    public long Start;

    /// <summary>The interval of its last row; -1: none yet.</summary>
    public long Seen;

    public KeyTail Tail;
    private readonly int _padding;
}
