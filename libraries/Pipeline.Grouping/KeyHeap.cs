namespace Pipeline.Grouping;

/// <summary>The variable parts of keys, one behind the other in blocks; none spans two. What is no longer wanted goes when the others are moved together.</summary>
/// <param name="limit">Bytes of all blocks together.</param>
internal sealed class KeyHeap(long limit) : IDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly List<Block> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>Keeps a key's part; false when there is no memory for it.</summary>
    public bool TryAdd(Arena arena, ReadOnlySpan<byte> tail, out KeyTail place)
    {
        place = default;
        var (block, used) = Next(tail.Length);
        if (block == _blocks.Count)
        {
            if ((_blocks.Count + 1L) * BlockBytes > Math.Max(limit, BlockBytes) || !arena.TryRent(BlockBytes, out var added))
                return false;
            _blocks.Add(added);
        }

        place = Put(block, used, tail);
        return true;
    }

    public ReadOnlySpan<byte> Read(KeyTail place) => _blocks[place.Block].Span.Slice(place.Offset, place.Length);

    /// <summary>Begins anew: what was kept is overwritten by what is kept next.</summary>
    public void Restart() => (_block, _used) = (0, 0);

    /// <summary>After <see cref="Restart"/>, keeps what was kept before. In the order in which it was kept then, so that nothing is overwritten before it moves.</summary>
    public KeyTail Move(KeyTail place)
    {
        var (block, used) = Next(place.Length);
        return Put(block, used, Read(place));
    }

    /// <summary>Gives back the blocks behind the last one in use.</summary>
    public void Trim()
    {
        var kept = _used == 0 && _block == 0 ? 0 : _block + 1;
        for (var i = kept; i < _blocks.Count; i++)
            _blocks[i].Release();
        _blocks.RemoveRange(kept, _blocks.Count - kept);
    }

    public void Dispose()
    {
        Restart();
        Trim();
    }

    private (int Block, int Used) Next(int length) => _used + length <= BlockBytes ? (_block, _used) : (_block + 1, 0);

    private KeyTail Put(int block, int used, ReadOnlySpan<byte> tail)
    {
        // The two may overlap, which CopyTo allows.
        tail.CopyTo(_blocks[block].Span[used..]);
        (_block, _used) = (block, used + tail.Length);
        return new KeyTail(block, used, tail.Length);
    }
}
