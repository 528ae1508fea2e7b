using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Json;

/// <summary>A double as <see cref="JsonNumber"/> has it.</summary>
internal sealed class JsonDoubleWriter(int ordinal) : FixedCellWriter<double>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => JsonNumber.Write(output, Cell(row));
}
