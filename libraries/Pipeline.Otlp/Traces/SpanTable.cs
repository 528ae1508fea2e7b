using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Traces;

/// <summary>A row as a span: the columns that one has a field for go there, the others are its attributes.</summary>
internal sealed class SpanTable : OtlpTable
{
    // Spans are rarely shorter than 128 bytes or longer than 16 KiB.
    private const int LengthBytes = 2;

    private readonly CellWriter[] _cells;

    /// <exception cref="OptionException">Start or duration is of a type that is none.</exception>
    public SpanTable(TableSchema table, OtlpSettings settings, Workspace work)
        : base(table, OtlpSignal.Traces, ResourceCells.Find(table, settings, work))
    {
        var span = table.Span!;
        var (start, duration, status) = (Of(span.Start, ColumnKind.Time), Of(span.Duration, ColumnKind.Duration), table.Ordinal(span.Status));
        var attributes = new Attributes(table, SpanFields.Attribute, keepsEmpty: false, work);
        var identity = new SpanIdentity(table);
        var name = new SpanName(table, table.Ordinal(span.Name), work);
        var kind = SpanKindCell.Find(table);
        // Fields first and attributes behind one another, as the JSON form wants them.
        List<CellWriter> cells = [identity, name, new SpanTimes(start, duration)];
        if (kind is not null)
            cells.Add(kind);
        if (SpanStatus.Create(table, status, kind, work) is { } ending)
            cells.Add(ending);
        FieldCell[] fields = kind is null ? [.. identity.Columns] : [.. identity.Columns, kind];
        for (var i = 0; i < table.Columns.Length; i++)
        {
            if (i == start || i == duration || Resource?.Has(i) == true || (table.Columns[i] is { Attribute: null } column && column.Name == span.Name && name.IsWhole))
                continue;
            var attribute = attributes.Of(i);
            cells.Add(Array.Find(fields, field => field.Column == i) is { } field ? new UnfitValue(field, attribute) : attribute);
        }

        _cells = [.. cells];
    }

    public override void Turn(RecordBatch batch, ulong now)
    {
        foreach (var cell in _cells)
            cell.Open(batch);
    }

    public override Appended Append(ByteBuffer output, int first, int count, int limit)
    {
        for (var row = first; row < first + count; row++)
        {
            var start = output.Length;
            _ = TryWrite(output, row, 0);
            if (output.Length > limit)
            {
                output.Truncate(start);
                return new Appended(row - first, row - first);
            }
        }

        return new Appended(count, count);
    }

    public override bool TryWrite(ByteBuffer output, int row, int part)
    {
        var record = ProtobufWriter.Begin(output, RequestFields.Items, LengthBytes);
        foreach (var cell in _cells)
            cell.Write(output, row);
        ProtobufWriter.End(output, record, LengthBytes);
        return true;
    }

    private int Of(string column, ColumnKind kind)
    {
        var ordinal = Schema.Ordinal(column);
        return Schema.Columns[ordinal].Type.Kind == kind
            ? ordinal
            : throw new OptionException(
                "inputs",
                $"column '{column}' of span table '{Schema.Name}' must be a {kind.ToString().ToLowerInvariant()} (got {Schema.Columns[ordinal].Type})");
    }
}
