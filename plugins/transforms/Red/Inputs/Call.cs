namespace Pipeline.Transforms.Red.Inputs;

/// <summary>A row of an input: one call, seen from one side. Valid while its batch is, and until the next is read.</summary>
internal readonly ref struct Call(SpanTable table, RecordBatch batch, int row, CallKind kind, Side side, long nanoseconds, ReadOnlySpan<byte> error)
{
    public RecordBatch Batch { get; } = batch;

    public int Row { get; } = row;

    public SpanTable Table => table;

    public CallKind Kind => kind;

    public Side Side => side;

    /// <summary>How long it took; 0 where that is not known.</summary>
    public long Nanoseconds => nanoseconds;

    /// <summary>What went wrong, in the word for <c>error.type</c>; empty: nothing.</summary>
    public ReadOnlySpan<byte> Error { get; } = error;

    /// <summary>A cell as text, valid until the same cell is read again.</summary>
    public ReadOnlySpan<byte> Text(Cell cell) => cell.Text(Batch, Row);

    public long Number(Cell cell) => cell.Number(Batch, Row);
}
