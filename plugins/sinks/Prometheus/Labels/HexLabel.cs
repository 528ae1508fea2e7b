namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Bytes and hardware addresses, in hexadecimal.</summary>
internal sealed class HexLabel(int ordinal, char? separator) : LabelColumn(ordinal)
{
    private readonly byte[] _separator = separator is { } c ? [(byte)c] : [];

    public override void Append(LabelKey key, RecordBatch batch, int row)
    {
        var isFirst = true;
        foreach (var value in batch.Cell(Ordinal, row))
        {
            if (key.IsTooLong)
                return;
            HexText.Append(key, isFirst ? [] : _separator, value);
            isFirst = false;
        }
    }
}
