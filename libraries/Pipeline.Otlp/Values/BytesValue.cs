using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>Bytes as they are; of none, where they may be left out, nothing.</summary>
internal sealed class BytesValue(int ordinal, ValueFrame frame, bool keepsEmpty) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var bytes = Batch.Cell(Ordinal, row);
        if (bytes.IsEmpty && !keepsEmpty)
            return;
        frame.Begin(output, 1 + ProtobufWriter.SizeOf((ulong)bytes.Length) + bytes.Length);
        ProtobufWriter.Text(output, ValueFields.Bytes, bytes);
    }
}
