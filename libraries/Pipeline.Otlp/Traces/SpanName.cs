using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Traces;

/// <summary>A span's name: that of its column, a text or an enum; the table's where that is empty or of another type.</summary>
internal sealed class SpanName : CellWriter
{
    private readonly byte[] _table;
    private readonly EnumWriter? _names;
    private readonly TextRepair _texts;
    private readonly ByteBuffer _name = new(64);
    private readonly bool _isText;

    public SpanName(TableSchema table, int ordinal, Workspace work)
        : base(ordinal)
    {
        var type = table.Columns[ordinal].Type;
        _table = Encoding.UTF8.GetBytes(table.Name);
        _isText = type.IsText;
        _names = type.Kind == ColumnKind.Enum ? new EnumWriter(ordinal, type, Encoding.UTF8.GetBytes) : null;
        _texts = work.Texts;
    }

    /// <summary>Whether names are all that the column has, so that it is no attribute too.</summary>
    public bool IsWhole => _isText || _names is not null;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _names?.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        var name = _isText ? _texts.Valid(Batch.Text(Ordinal, row)) : [];
        if (_names is not null)
        {
            _name.Clear();
            _names.Write(_name, row);
            name = _name.Written;
        }

        ProtobufWriter.Text(output, SpanFields.Name, name.IsEmpty ? _table : name);
    }
}
