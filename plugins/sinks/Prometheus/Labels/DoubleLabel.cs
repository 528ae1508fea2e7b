using System.Runtime.InteropServices;
using Pipeline.Sinks.Prometheus.Exposition;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Numbers with a fraction, as samples have them.</summary>
internal sealed class DoubleLabel(int ordinal) : LabelColumn(ordinal)
{
    public override void Append(LabelKey key, RecordBatch batch, int row) =>
        key.Advance(NumberText.Format(MemoryMarshal.Read<double>(batch.Cell(Ordinal, row)), key.Reserve(NumberText.Longest)));
}
