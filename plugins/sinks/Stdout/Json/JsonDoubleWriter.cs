using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Json;

/// <summary>A double as a number; JSON has none for "NaN", "+Inf" and "-Inf", which are strings.</summary>
internal sealed class JsonDoubleWriter(int ordinal) : FixedCellWriter<double>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => JsonDouble.Write(output, Cell(row));
}
