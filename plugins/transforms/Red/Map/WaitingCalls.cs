namespace Pipeline.Transforms.Red.Map;

/// <summary>Calls of which only one end has told so far, in the order in which they came. They lie in a block of the arena, which bounds them.</summary>
internal sealed unsafe class WaitingCalls : IDisposable
{
    /// <summary>About 10,000 calls.</summary>
    private const int BlockBytes = 2 << 20;

    private Block? _block;
    private long _first;
    private long _next;

    private long Room => _block!.Capacity / sizeof(MapCall);

    public bool IsEmpty => _first == _next;

    /// <summary>Whether the one that waits longest has to go before there is room for another.</summary>
    public bool IsFull => _block is not null && _next - _first == Room;

    /// <summary>The one that waits longest.</summary>
    public ref MapCall First => ref At(_first);

    /// <summary>Adds one where it is not full; false if there is no memory for it.</summary>
    public bool TryAdd(Arena arena, in MapCall call)
    {
        if (_block is null && !arena.TryRent(BlockBytes, out _block))
            return false;
        At(_next++) = call;
        return true;
    }

    /// <summary>Takes the one that waits longest out.</summary>
    public void RemoveFirst() => _first++;

    public void Dispose()
    {
        _block?.Release();
        _block = null;
        (_first, _next) = (0, 0);
    }

    private ref MapCall At(long number) => ref ((MapCall*)_block!.Memory)[number % Room];
}
