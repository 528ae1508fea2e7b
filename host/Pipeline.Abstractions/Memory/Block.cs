using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>
/// Reference-counted native memory. Written by the one who rented it; immutable once a batch that holds it was emitted.
/// </summary>
public sealed unsafe class Block
{
    // A cache line, so that no two blocks share one and vector loads at the start are aligned.
    private const nuint Alignment = 64;

    private readonly Arena _arena;
    private byte* _memory;
    private int _references = 1;

    internal Block(Arena arena, int capacity, int sizeClass)
    {
        _arena = arena;
        Capacity = capacity;
        SizeClass = sizeClass;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, Alignment);
    }

    /// <summary>Bytes the block has room for. Their content is undefined when rented.</summary>
    public int Capacity { get; }

    /// <summary>The first byte, aligned to 64. Valid while the caller holds a reference.</summary>
    public byte* Memory => _memory;

    internal int SizeClass { get; }

    /// <summary>The bytes. Valid while the caller holds a reference.</summary>
    public Span<byte> Span => new(_memory, Capacity);

    /// <summary>Adds a reference; each needs one <see cref="Release"/>. The caller must hold one already.</summary>
    public void AddReference()
    {
        if (Interlocked.Increment(ref _references) <= 1)
            throw new InvalidOperationException("a block was referenced after its last release");
    }

    /// <summary>Gives a reference back; the last one returns the block to its arena.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left == 0)
            _arena.Return(this);
        else if (left < 0)
            throw new InvalidOperationException("a block was released more often than it was referenced");
    }

    internal void Revive() => _references = 1;

    internal void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
