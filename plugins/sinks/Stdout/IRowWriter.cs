namespace Pipeline.Sinks.Stdout;

/// <summary>Writes the rows of one table in one format. Made once a table when the sink is bound; one thread at a time.</summary>
internal interface IRowWriter
{
    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    void Open(RecordBatch batch);

    /// <summary>Appends one row, its line end included.</summary>
    void Write(ByteBuffer output, int row);
}
