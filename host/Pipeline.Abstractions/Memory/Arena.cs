using System.Numerics;

namespace Pipeline;

/// <summary>
/// The host's row memory: native blocks in powers of two under one byte limit, returned for reuse when the last batch that holds them ends.
/// Thread-safe. Blocks kept for reuse count against the limit and are given back to the system when another size needs the room.
/// </summary>
public sealed class Arena
{
    private const int SmallestShift = 12;
    private const int Classes = 31 - SmallestShift;

    private readonly Lock _lock = new();
    private readonly Stack<Block>[] _free = new Stack<Block>[Classes];
    private long _held;
    private long _idle;

    /// <param name="limit">Bytes that all blocks together may take.</param>
    public Arena(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Limit = limit;
        for (var i = 0; i < Classes; i++)
            _free[i] = new Stack<Block>();
    }

    /// <summary>Bytes that all blocks together may take.</summary>
    public long Limit { get; }

    /// <summary>Bytes in blocks that somebody holds.</summary>
    public long InUse
    {
        get { lock (_lock) return _held - _idle; }
    }

    /// <summary>A block of at least <paramref name="bytes"/> with one reference, owned by the caller; false when the limit leaves no room.</summary>
    public bool TryRent(int bytes, out Block block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var index = ClassOf(bytes);
        lock (_lock)
        {
            if (index < Classes && _free[index].TryPop(out var reused))
            {
                _idle -= reused.Capacity;
                reused.Revive();
                block = reused;
                return true;
            }

            if (index < Classes && MakeRoom(1L << (index + SmallestShift)))
            {
                block = new Block(this, 1 << (index + SmallestShift), index);
                _held += block.Capacity;
                return true;
            }
        }

        block = null!;
        return false;
    }

    /// <summary>As <see cref="TryRent"/>, for code that cannot go on without.</summary>
    /// <exception cref="ArenaExhaustedException">The limit leaves no room: the host drops the batch at hand and counts it as <c>memory</c>.</exception>
    public Block Rent(int bytes) => TryRent(bytes, out var block) ? block : throw new ArenaExhaustedException(bytes, Limit);

    internal void Return(Block block)
    {
        lock (_lock)
        {
            _idle += block.Capacity;
            _free[block.SizeClass].Push(block);
        }
    }

    private static int ClassOf(int bytes) =>
        Math.Max(0, 32 - BitOperations.LeadingZeroCount((uint)Math.Max(bytes, 1) - 1) - SmallestShift);

    private bool MakeRoom(long bytes)
    {
        for (var i = Classes - 1; i >= 0 && _held + bytes > Limit; i--)
            while (_held + bytes > Limit && _free[i].TryPop(out var idle))
            {
                _held -= idle.Capacity;
                _idle -= idle.Capacity;
                idle.Free();
            }

        return _held + bytes <= Limit;
    }
}
