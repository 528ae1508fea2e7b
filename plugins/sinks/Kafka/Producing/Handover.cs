namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>How far the rows of a write have been handed over.</summary>
/// <param name="batches">The write's batches.</param>
internal sealed class Handover(IReadOnlyList<RecordBatch> batches)
{
    private int _before;

    /// <summary>The batch at hand; null at the end.</summary>
    public RecordBatch? Batch => Index < batches.Count ? batches[Index] : null;

    /// <summary>The batch's place in the write.</summary>
    public int Index { get; private set; }

    /// <summary>The next row of the batch.</summary>
    public int Row { get; set; }

    /// <summary>The next row's number through all batches.</summary>
    public int Number => _before + Row;

    /// <summary>Goes to the next batch.</summary>
    public void Advance()
    {
        _before += batches[Index].Rows;
        Index++;
        Row = 0;
    }

    /// <summary>Goes back to a place it was at.</summary>
    public void Return((int Index, int Row) place)
    {
        for (; Index > place.Index; _before -= batches[Index].Rows)
            Index--;
        Row = place.Row;
    }
}
