using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Logs;

/// <summary>A row as a log record: the columns that one has a field for go there, the others are its attributes.</summary>
internal sealed class LogTable : OtlpTable
{
    // Records are rarely shorter than 128 bytes or longer than 16 KiB.
    private const int LengthBytes = 2;

    private static readonly string[] BodyNames = ["body", "message"];

    private readonly TimeCell? _time;
    private readonly CellWriter[] _cells;
    private readonly ByteBuffer _constant = new(256);
    private readonly byte[] _eventName;

    public LogTable(TableSchema table, OtlpSettings settings, Workspace work)
        : base(table, OtlpSignal.Logs, ResourceCells.Find(table, settings, work))
    {
        _eventName = Encoding.UTF8.GetBytes(table.Name);
        var attributes = new Attributes(table, LogFields.Attribute, keepsEmpty: false, work);
        var time = TimeCell.OrdinalIn(table);
        _time = time < 0 ? null : new TimeCell(time);
        var body = BodyNames.Select(table.Ordinal).FirstOrDefault(ordinal => ordinal >= 0, -1);
        FieldCell[] fields = [.. SeverityFields.Find(table, work), .. TraceFields.Find(table)];
        // Fields first and attributes behind one another, as the JSON form wants them.
        List<CellWriter> cells = [.. fields];
        if (body >= 0)
            cells.Add(attributes.Of(body, ValueFrame.Field(LogFields.Body)));
        if (settings.HasRowIds)
            cells.Add(new RowIdValue(ValueFrame.Attribute(LogFields.Attribute, Attributes.RowId)));
        for (var i = 0; i < table.Columns.Length; i++)
        {
            if (i == time || i == body || Resource?.Has(i) == true)
                continue;
            var attribute = attributes.Of(i);
            cells.Add(Array.Find(fields, field => field.Column == i) is { } field ? new UnfitValue(field, attribute) : attribute);
        }

        _cells = [.. cells];
    }

    public override void Turn(RecordBatch batch, ulong now)
    {
        _time?.Open(batch);
        foreach (var cell in _cells)
            cell.Open(batch);
        _constant.Clear();
        ProtobufWriter.Fixed64(_constant, LogFields.ObservedTime, now);
        ProtobufWriter.Text(_constant, LogFields.EventName, _eventName);
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
        if (_time is not null)
            ProtobufWriter.Fixed64(output, LogFields.Time, _time.UnixNanoseconds(row));
        output.Append(_constant.Written);
        foreach (var cell in _cells)
            cell.Write(output, row);
        ProtobufWriter.End(output, record, LengthBytes);
        return true;
    }
}
