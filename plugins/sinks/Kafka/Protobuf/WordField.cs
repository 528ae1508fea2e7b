using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>What is text in every format: an address, the name of an enum's value, those of flags with bars between.</summary>
internal sealed class WordField(int ordinal, CellWriter word) : FieldWriter(ordinal)
{
    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        word.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        var before = output.Length;
        var start = ProtobufWriter.Begin(output, Field);
        word.Write(output, row);
        if (output.Length == start)
            output.Truncate(before);
        else
            ProtobufWriter.End(output, start);
    }
}
