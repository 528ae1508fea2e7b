namespace Pipeline.Host.Delivery;

/// <summary>Rows of one taken batch in one request: the batch itself, a slice of it or a copy of some rows. Owns one reference of the batch and one part of the whole.</summary>
internal readonly record struct Part(RecordBatch Batch, Whole Whole)
{
    /// <summary>All its rows have met their end.</summary>
    public void End(Settlement outcome)
    {
        Whole.End(outcome);
        Batch.Release();
    }
}
