namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BoolLabel(int ordinal) : LabelColumn(ordinal)
{
    public override void Append(LabelKey key, RecordBatch batch, int row) => key.Append(batch.Cell(Ordinal, row)[0] != 0 ? "true"u8 : "false"u8);
}
