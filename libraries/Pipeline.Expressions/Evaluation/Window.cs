namespace Pipeline.Expressions.Evaluation;

/// <summary>
/// Up to 64 neighbouring rows of a batch: what one word of a bitmask covers. Small enough that intermediate results live on the stack and stay in the
/// first-level cache, large enough that a virtual call a node costs nothing a row.
/// </summary>
internal readonly ref struct Window(RecordBatch batch, ReadOnlySpan<Strided> columns, int first, int count)
{
    public const int Size = 64;

    private readonly ReadOnlySpan<Strided> _columns = columns;

    public RecordBatch Batch { get; } = batch;

    public int First { get; } = first;

    public int Count { get; } = count;

    /// <summary>A bit for each row.</summary>
    public ulong All => ulong.MaxValue >> (Size - Count);

    /// <summary>The column in a slot, beginning with the window's first row.</summary>
    public unsafe Strided Column(int slot)
    {
        var column = _columns[slot];
        return new Strided(column[First], column.Stride);
    }
}
