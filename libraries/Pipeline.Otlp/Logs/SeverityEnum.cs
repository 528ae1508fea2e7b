using System.Collections.Frozen;
using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Logs;

/// <summary>A severity that is one of a type's names; a number without a name does not fit.</summary>
internal sealed class SeverityEnum : FieldCell
{
    private readonly FrozenDictionary<long, byte[]> _fields;
    private readonly bool _signed;

    public SeverityEnum(int ordinal, ColumnType type)
        : base(ordinal)
    {
        _signed = type.Signed;
        _fields = type.Names
            .DistinctBy(name => IntegerCell.Narrow(name.Value, type))
            .ToFrozenDictionary(name => IntegerCell.Narrow(name.Value, type), name => Render(Encoding.UTF8.GetBytes(name.Name)));
    }

    public override bool Fits(int row) => _fields.ContainsKey(Value(row));

    public override void Write(ByteBuffer output, int row)
    {
        if (_fields.TryGetValue(Value(row), out var fields))
            output.Append(fields);
    }

    private static byte[] Render(byte[] name)
    {
        var fields = new ByteBuffer(32);
        if (SeverityName.Number(name) is > 0 and var number)
            ProtobufWriter.Unsigned(fields, LogFields.SeverityNumber, (ulong)number);
        ProtobufWriter.Text(fields, LogFields.SeverityText, name);
        return fields.Written.ToArray();
    }

    private long Value(int row) => IntegerCell.Read(Batch.Cell(Ordinal, row), _signed);
}
