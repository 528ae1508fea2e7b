using Pipeline.Text;

namespace Pipeline.Sinks.Stdout;

/// <summary>Writes the rows of one table in one format. Made once a table when the sink is bound; one thread at a time.</summary>
internal interface IRowWriter
{
    /// <summary>Begins a view, a part of the output that stands for itself: what has to stand above its rows, even if it turns out to have none.</summary>
    void Begin(ByteBuffer output);

    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    void Open(RecordBatch batch);

    /// <summary>Appends one row, its line end included.</summary>
    void Write(ByteBuffer output, int row);

    /// <summary>Ends a view that had no room for so many rows.</summary>
    void End(ByteBuffer output, int more);
}
