using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Logs;

/// <summary>A severity as its source calls it, with its number where the name is known.</summary>
internal sealed class SeverityText(int ordinal, Workspace work) : FieldCell(ordinal)
{
    public override bool Fits(int row) => true;

    public override void Write(ByteBuffer output, int row)
    {
        var name = Batch.Text(Ordinal, row);
        if (name.IsEmpty)
            return;
        if (SeverityName.Number(name) is > 0 and var number)
            ProtobufWriter.Unsigned(output, LogFields.SeverityNumber, (ulong)number);
        ProtobufWriter.Text(output, LogFields.SeverityText, work.Texts.Valid(name));
    }
}
