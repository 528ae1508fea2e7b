using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Traces;
using Pipeline.Otlp.Values;

namespace Pipeline.Otlp.Logs;

/// <summary>Finds the columns that tell within which trace a record was made: <c>trace_id</c> and <c>span_id</c>, else <c>traceparent</c>.</summary>
internal static class TraceFields
{
    public const string TraceParent = "traceparent";

    public static IEnumerable<FieldCell> Find(TableSchema table)
    {
        var trace = IdCell.Find(table, "trace_id", LogFields.TraceId, IdCell.TraceLength);
        var span = IdCell.Find(table, "span_id", LogFields.SpanId, IdCell.SpanLength);
        if (trace is not null)
            yield return trace;
        if (span is not null)
            yield return span;
        var parent = table.Ordinal(TraceParent);
        if (trace is null && span is null && parent >= 0 && table.Columns[parent].Type.IsText)
            yield return new TraceParentFields(parent);
    }
}
