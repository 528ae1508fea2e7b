namespace Pipeline;

/// <summary>A part of a block: several small batches may lie in one.</summary>
/// <param name="Block">The block; whoever holds the slice holds a reference to it.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes in use, which is what an edge counts.</param>
public readonly record struct BlockSlice(Block Block, int Offset, int Length)
{
    /// <summary>The first byte.</summary>
    public unsafe byte* Memory => Block.Memory + Offset;

    /// <summary>The bytes in use.</summary>
    public Span<byte> Span => Block.Span.Slice(Offset, Length);
}
