using System.Collections.Frozen;
using System.Text;
using Pipeline.Protobuf;
using Pipeline.Otlp.Fields;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>An enum's name, or its number where it has none.</summary>
internal sealed class NameValue : CellWriter
{
    private readonly FrozenDictionary<long, byte[]> _names;
    private readonly IntegerFrames _frames;
    private readonly bool _signed;

    public NameValue(int ordinal, ColumnType type, ValueFrame frame)
        : base(ordinal)
    {
        _signed = type.Signed;
        _frames = new(frame);
        _names = type.Names
            .DistinctBy(name => IntegerCell.Narrow(name.Value, type))
            .ToFrozenDictionary(name => IntegerCell.Narrow(name.Value, type), name => Render(frame, name.Name));
    }

    public override void Write(ByteBuffer output, int row)
    {
        var value = IntegerCell.Read(Batch.Cell(Ordinal, row), _signed);
        if (_names.TryGetValue(value, out var name))
            output.Append(name);
        else
            _frames.Write(output, value);
    }

    private static byte[] Render(ValueFrame frame, string name)
    {
        var value = new ByteBuffer(64);
        ProtobufWriter.Text(value, ValueFields.Text, Encoding.UTF8.GetBytes(name));
        return frame.Render(value.Written);
    }
}
