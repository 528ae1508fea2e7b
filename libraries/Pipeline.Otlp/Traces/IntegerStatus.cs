using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>An error number, or a bool: one value says that it went well, any other that it did not.</summary>
internal sealed class IntegerStatus(int ordinal, ColumnType type, long well) : SpanStatus(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        if (IntegerCell.Read(Batch.Cell(Ordinal, row), type.Signed) != well)
            WriteError(output, []);
    }
}
