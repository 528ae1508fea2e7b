using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Logs;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Traces;

/// <summary>
/// A span's ids: from columns <c>trace_id</c>, <c>span_id</c> and <c>parent_span_id</c>; else trace and parent from a <c>traceparent</c>, a column or a header of
/// the request; what is missing then is derived from the row's identity.
/// </summary>
internal sealed class SpanIdentity : CellWriter
{
    private readonly IdCell? _trace;
    private readonly IdCell? _span;
    private readonly IdCell? _parent;
    private readonly int _context;
    private readonly bool _isHeader;
    private readonly DerivedIds _derived = new();

    public SpanIdentity(TableSchema table)
        : base(-1)
    {
        _trace = IdCell.Find(table, "trace_id", SpanFields.TraceId, IdCell.TraceLength);
        _span = IdCell.Find(table, "span_id", SpanFields.SpanId, IdCell.SpanLength);
        _parent = IdCell.Find(table, "parent_span_id", SpanFields.ParentSpanId, IdCell.SpanLength);
        Columns = [.. ((IdCell?[])[_trace, _span, _parent]).OfType<FieldCell>()];
        _context = table.Ordinal(TraceFields.TraceParent);
        if (_context >= 0 && table.Columns[_context].Type.IsText)
            return;
        _context = -1;
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i] is { Type.Kind: ColumnKind.Map, Attribute: "http.request.header" })
                (_context, _isHeader) = (i, true);
    }

    /// <summary>The columns whose ids are fields and no attributes.</summary>
    public FieldCell[] Columns { get; }

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _derived.Open(batch.Origin);
        foreach (var column in Columns)
            column.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        Span<byte> trace = stackalloc byte[IdCell.TraceLength];
        Span<byte> span = stackalloc byte[IdCell.SpanLength];
        Span<byte> caller = stackalloc byte[IdCell.SpanLength];
        Span<byte> parent = stackalloc byte[IdCell.SpanLength];
        var context = default(TraceParent);
        var hasTrace = _trace is not null && _trace.TryRead(row, trace);
        var hasContext = !hasTrace && TryReadContext(row, trace, caller, out context);
        if (!hasTrace && !hasContext)
            _derived.Trace(Batch.Sequence(row), trace);
        if (_span is null || !_span.TryRead(row, span))
            _derived.Span(Batch.Sequence(row), span);
        ProtobufWriter.Text(output, SpanFields.TraceId, trace);
        ProtobufWriter.Text(output, SpanFields.SpanId, span);
        if (_parent is not null && _parent.TryRead(row, parent))
            ProtobufWriter.Text(output, SpanFields.ParentSpanId, parent);
        else if (hasContext)
            ProtobufWriter.Text(output, SpanFields.ParentSpanId, caller);
        if (hasContext)
            ProtobufWriter.Fixed32(output, SpanFields.Flags, context.Flags);
    }

    private bool TryReadContext(int row, Span<byte> trace, Span<byte> span, out TraceParent context)
    {
        context = default;
        if (_context < 0)
            return false;
        if (!_isHeader)
            return TraceParent.TryParse(Batch.Text(_context, row), trace, span, out context);
        return new AttributeMap(Batch.Cell(_context, row)).TryGet("traceparent"u8, out var header)
            && header.Kind == AttributeKind.Utf8
            && TraceParent.TryParse(header.Bytes, trace, span, out context);
    }
}
