using System.Globalization;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Integers, durations among them, as they are stored.</summary>
internal sealed class IntegerLabel(int ordinal, bool signed) : LabelColumn(ordinal)
{
    private const int Longest = 20;

    public override void Append(LabelKey key, RecordBatch batch, int row) => Append(key, IntegerCell.Read(batch.Cell(Ordinal, row), signed), signed);

    public static void Append(LabelKey key, long value, bool signed)
    {
        var room = key.Reserve(Longest);
        _ = signed
            ? value.TryFormat(room, out var written, default, CultureInfo.InvariantCulture)
            : ((ulong)value).TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        key.Advance(written);
    }
}
