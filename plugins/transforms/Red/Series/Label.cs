namespace Pipeline.Transforms.Red.Series;

/// <summary>An attribute of the conventions as a label: empty, or 0, where a call has none.</summary>
internal static class Label
{
    public static ColumnSchema Text(string attribute, string help) => Of(attribute, ColumnType.Utf8, help);

    public static ColumnSchema Number(string attribute, string help) => Of(attribute, ColumnType.U16, help);

    /// <summary>True in the series of the calls for which there was no other; the conventions' own name for it.</summary>
    public static ColumnSchema Overflow { get; } = Of("otel.metric.overflow", ColumnType.Bool, "The calls for whose series there was no room, together.");

    private static ColumnSchema Of(string attribute, ColumnType type, string help) =>
        new(attribute.Replace('.', '_'), type) { Attribute = attribute, Help = help, EmptyIsAbsent = true };
}
