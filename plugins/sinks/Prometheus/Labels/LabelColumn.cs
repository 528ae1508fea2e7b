namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Turns the cells of a label column into text.</summary>
internal abstract class LabelColumn(int ordinal)
{
    protected int Ordinal => ordinal;

    /// <summary>For a column; null where its type cannot be a label.</summary>
    public static LabelColumn? Of(ColumnSchema column, int ordinal) => column.Type.Kind switch
    {
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextLabel(ordinal),
        ColumnKind.Enum => new EnumLabel(ordinal, column.Type),
        ColumnKind.Flags => new FlagsLabel(ordinal, column.Type),
        ColumnKind.Bool => new BoolLabel(ordinal),
        ColumnKind.Ip => new IpLabel(ordinal),
        ColumnKind.Mac => new HexLabel(ordinal, ':'),
        ColumnKind.FixedBytes or ColumnKind.Bytes => new HexLabel(ordinal, null),
        ColumnKind.F64 => new DoubleLabel(ordinal),
        _ when column.Type.IsInteger => new IntegerLabel(ordinal, column.Type.Signed),
        _ => null,
    };

    /// <summary>Appends a cell's text: valid UTF-8, different for different values.</summary>
    public abstract void Append(LabelKey key, RecordBatch batch, int row);
}
