using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>A text; where it is not UTF-8 its exact bytes follow in a field of their own.</summary>
internal sealed class TextField(int ordinal) : FieldWriter(ordinal)
{
    private readonly int _exact = FieldNumbers.Exact(ordinal);

    public override void Write(ByteBuffer output, int row)
    {
        var text = Batch.Text(Ordinal, row);
        if (!text.IsEmpty && !ValidText.Write(output, Field, text))
            ProtobufWriter.Text(output, _exact, text);
    }
}
