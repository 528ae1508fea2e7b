using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Writes a column as a field. Zero, false and the empty text are left out, as the format has it.</summary>
internal abstract class FieldWriter(int ordinal) : CellWriter(ordinal)
{
    /// <summary>The column's field.</summary>
    protected int Field { get; } = FieldNumbers.Column(ordinal);
}
