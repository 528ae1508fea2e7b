using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>A double as <see cref="JsonDouble"/> has it.</summary>
internal sealed class JsonDoubleWriter(int ordinal) : FixedCellWriter<double>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => JsonDouble.Write(output, Cell(row));
}
