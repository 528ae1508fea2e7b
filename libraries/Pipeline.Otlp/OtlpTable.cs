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

    /// <summary>Appends rows of one resource to an open scope; what does not fit is not there afterwards.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">Bytes that the output may have at most.</param>
    /// <param name="now">Unix nanoseconds.</param>
    public abstract Appended Append(ByteBuffer output, RecordBatch batch, int first, int count, int limit, ulong now);
}
