using System.Runtime.CompilerServices;
using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Metrics;

/// <summary>A value column as a metric.</summary>
internal abstract class MetricColumn
{
    private readonly byte[] _head;
    private readonly byte[] _kind;
    private readonly int _data;
    private readonly PointTimes _times;
    private readonly Temporality? _covers;
    private readonly CellWriter[] _labels;

    // What the last point's took: the next one's is likely as long.
    private int _lengthBytes = 1;

    /// <param name="table">The table.</param>
    /// <param name="resource">Its columns that are no labels, as they are the resource's.</param>
    /// <param name="ordinal">The column.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="data">The metric's field for points of that kind.</param>
    /// <param name="attribute">The points' field of attributes.</param>
    /// <param name="times">When points were told.</param>
    /// <param name="work">The encoder's.</param>
    protected MetricColumn(TableSchema table, ResourceCells? resource, int ordinal, string name, int data, int attribute, PointTimes times, Workspace work)
    {
        var column = table.Columns[ordinal];
        (Ordinal, Type, Losses, _data, _times) = (ordinal, column.Type, work.Losses, data, times);
        _covers = data == MetricFields.Gauge ? null : column.Temporality;
        _head = Head(name, column.Help ?? table.Help ?? "", column.Type.Kind == ColumnKind.Time ? "ns" : column.Unit ?? "");
        _kind = Kind(data, column.Temporality);
        var attributes = new Attributes(table, attribute, keepsEmpty: true, work);
        // A time that is neither is no label: each row would be a series of its own.
        _labels = [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i] is { Instrument: null, Type.Kind: not ColumnKind.Time } && resource?.Has(i) != true).Select(attributes.Of)];
    }

    protected int Ordinal { get; }

    protected ColumnType Type { get; }

    protected EncodingLosses Losses { get; }

    /// <summary>The batch at hand.</summary>
    protected RecordBatch Batch { get; private set; } = null!;

    /// <summary>Bytes that <see cref="Open"/> appends.</summary>
    public int FrameBytes => _head.Length + _kind.Length + (2 * (1 + ProtobufWriter.OpenLength));

    /// <summary>Turns to a batch.</summary>
    public virtual void Turn(RecordBatch batch, ulong now)
    {
        Batch = batch;
        _times.Open(batch, now);
        foreach (var label in _labels)
            label.Open(batch);
    }

    /// <summary>Appends the metric with a point of each row that has a value; nothing where none has. Returns the number of points.</summary>
    public int Append(ByteBuffer output, int first, int count)
    {
        var start = output.Length;
        var points = 0;
        var frame = Open(output);
        for (var row = first; row < first + count; row++)
            if (TryWrite(output, row))
                points++;
        if (points == 0)
        {
            output.Truncate(start);
            return 0;
        }

        Close(output, frame);
        return points;
    }

    /// <summary>Begins the metric, to whose points others are to be appended.</summary>
    public MetricFrame Open(ByteBuffer output)
    {
        var metric = ProtobufWriter.Open(output, RequestFields.Items);
        output.Append(_head);
        var data = ProtobufWriter.Open(output, _data);
        output.Append(_kind);
        return new MetricFrame(metric, data);
    }

    /// <summary>Ends it.</summary>
    public static void Close(ByteBuffer output, MetricFrame frame)
    {
        ProtobufWriter.Close(output, frame.Data);
        ProtobufWriter.Close(output, frame.Metric);
    }

    /// <summary>Appends the point of a row; false, with nothing appended: it has no value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(ByteBuffer output, int row)
    {
        var before = output.Length;
        var lengthBytes = _lengthBytes;
        var point = ProtobufWriter.Begin(output, MetricFields.DataPoint, lengthBytes);
        _times.Write(output, row, _covers);
        if (!TryWriteValue(output, row))
        {
            output.Truncate(before);
            return false;
        }

        foreach (var label in _labels)
            label.Write(output, row);
        _lengthBytes = ProtobufWriter.SizeOf((ulong)(output.Length - point));
        ProtobufWriter.End(output, point, lengthBytes);
        return true;
    }

    /// <summary>Appends the fields of a row's value; false, with nothing appended that counts, where it has none.</summary>
    protected abstract bool TryWriteValue(ByteBuffer output, int row);

    private static byte[] Head(string name, string help, string unit)
    {
        var head = new ByteBuffer(256);
        ProtobufWriter.Text(head, MetricFields.Name, Encoding.UTF8.GetBytes(name));
        if (help.Length > 0)
            ProtobufWriter.Text(head, MetricFields.Description, Encoding.UTF8.GetBytes(help));
        if (unit.Length > 0)
            ProtobufWriter.Text(head, MetricFields.Unit, Encoding.UTF8.GetBytes(unit));
        return head.Written.ToArray();
    }

    private static byte[] Kind(int data, Temporality temporality)
    {
        var kind = new ByteBuffer(8);
        if (data != MetricFields.Gauge)
            ProtobufWriter.Unsigned(kind, MetricFields.Temporality, temporality == Temporality.Delta ? 1u : 2);
        if (data == MetricFields.Sum)
            ProtobufWriter.Unsigned(kind, MetricFields.IsMonotonic, 1);
        return kind.Written.ToArray();
    }
}
