using Pipeline.Otlp.Metrics;
using Pipeline.Text;

namespace Pipeline.Otlp;

/// <summary>How rows of one table become records of a request. Bound once; belongs to one encoder, hence to one thread at a time.</summary>
internal abstract class OtlpTable(TableSchema schema, OtlpSignal signal, ResourceCells? resource)
{
    public TableSchema Schema => schema;

    public OtlpSignal Signal => signal;

    /// <summary>What of a row belongs to its resource; null where nothing does.</summary>
    public ResourceCells? Resource => resource;

    /// <summary>What a table's rows become: metrics of a metric table, spans of a span table, log records of every other.</summary>
    public static OtlpSignal SignalOf(TableSchema table) => table.Kind switch
    {
        TableKind.Metric => OtlpSignal.Metrics,
        TableKind.Span when table.Span is not null => OtlpSignal.Traces,
        _ => OtlpSignal.Logs,
    };

    /// <summary>What a row may become: one record, or a point of each metric.</summary>
    public virtual int Parts => 1;

    /// <summary>Turns to a batch.</summary>
    /// <param name="batch">The rows that the other methods mean.</param>
    /// <param name="now">Unix nanoseconds.</param>
    public abstract void Turn(RecordBatch batch, ulong now);

    /// <summary>Appends rows to an open scope; what does not fit is not there afterwards.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="first">The first of the rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">Bytes that the output may have at most.</param>
    public abstract Appended Append(ByteBuffer output, int first, int count, int limit);

    /// <summary>Appends a part of a row; false, with nothing appended: the row has none.</summary>
    public abstract bool TryWrite(ByteBuffer output, int row, int part);

    /// <summary>Bytes that <see cref="Open"/> appends.</summary>
    public virtual int FrameBytes(int part) => 0;

    /// <summary>Begins what this part of rows stands together in.</summary>
    public virtual MetricFrame Open(ByteBuffer output, int part) => default;

    /// <summary>Ends what was begun.</summary>
    public virtual void Close(ByteBuffer output, int part, MetricFrame frame)
    {
    }
}
