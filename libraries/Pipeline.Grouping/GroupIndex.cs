using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Grouping;

/// <summary>
/// Group numbers by hash: open addressing, at most half full. A slot holds half of the hash beside the number, so that a record is looked at only where it is
/// likely the one.
/// </summary>
internal sealed class GroupIndex
{
    /// <summary>What a slot answers that holds nothing.</summary>
    public const int Free = 0;

    /// <summary>What a slot answers that holds a group of another hash.</summary>
    public const int Other = -1;

    private const int Smallest = 64;

    private ulong[] _slots = new ulong[Smallest];
    private int _count;

    /// <summary>The slot at which the search for a hash begins.</summary>
    public int First(ulong hash) => (int)hash & (_slots.Length - 1);

    /// <summary>The slot at which it goes on.</summary>
    public int Next(int slot) => (slot + 1) & (_slots.Length - 1);

    /// <summary>The group in a slot, if it may be of that hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int slot, ulong hash)
    {
        var entry = _slots[slot];
        return entry == 0 ? Free : entry >> 32 == hash >> 32 ? (int)entry : Other;
    }

    /// <summary>Adds a group that is not there.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="group">Its number.</param>
    /// <param name="hashOf">The hash of a group that is there.</param>
    public void Add(ulong hash, int group, Func<int, ulong> hashOf)
    {
        if (2 * ++_count > _slots.Length)
            Grow(hashOf);
        Put(hash, group);
    }

    /// <summary>Forgets all, and shrinks where most slots were of no use.</summary>
    public void Clear()
    {
        var wanted = Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)(4 * _count)));
        if (wanted < _slots.Length)
            _slots = new ulong[wanted];
        else
            Array.Clear(_slots);
        _count = 0;
    }

    private void Grow(Func<int, ulong> hashOf)
    {
        var before = _slots;
        _slots = new ulong[2 * before.Length];
        foreach (var entry in before)
            if (entry != 0)
                Put(hashOf((int)entry), (int)entry);
    }

    private void Put(ulong hash, int group)
    {
        var slot = First(hash);
        while (_slots[slot] != 0)
            slot = Next(slot);
        _slots[slot] = hash >> 32 << 32 | (uint)group;
    }
}
