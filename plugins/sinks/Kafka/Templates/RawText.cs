using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>The bytes of a text.</summary>
internal sealed class RawText(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => output.Append(Batch.Text(Ordinal, row));
}
