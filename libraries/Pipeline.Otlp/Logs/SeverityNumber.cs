using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Logs;

/// <summary>A severity in OTLP's own numbers, 1 to 24.</summary>
internal sealed class SeverityNumber(int ordinal, bool signed) : FieldCell(ordinal)
{
    public override bool Fits(int row) => Value(row) is >= 1 and <= 24;

    public override void Write(ByteBuffer output, int row)
    {
        if (Fits(row))
            ProtobufWriter.Unsigned(output, LogFields.SeverityNumber, (ulong)Value(row));
    }

    private long Value(int row) => IntegerCell.Read(Batch.Cell(Ordinal, row), signed);
}
