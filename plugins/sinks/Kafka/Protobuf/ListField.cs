using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Texts; where one of them is not UTF-8 the exact bytes of all follow in a field of their own.</summary>
internal sealed class ListField(int ordinal) : FieldWriter(ordinal)
{
    private readonly int _exact = FieldNumbers.Exact(ordinal);

    public override void Write(ByteBuffer output, int row)
    {
        var valid = true;
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
            valid &= ValidText.Write(output, Field, text);
        if (valid)
            return;
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
            ProtobufWriter.Text(output, _exact, text);
    }
}
