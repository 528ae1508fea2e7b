using System.Globalization;

namespace Pipeline.Lines.Columns;

/// <summary>The types that a configuration can declare.</summary>
internal static class LineColumnTypes
{
    private static readonly (ColumnType Type, Func<int, LineColumn> Create)[] Plain =
    [
        (ColumnType.Bool, ordinal => new BoolColumn(ordinal)),
        (ColumnType.I8, ordinal => new IntegerColumn<sbyte>(ordinal)),
        (ColumnType.I16, ordinal => new IntegerColumn<short>(ordinal)),
        (ColumnType.I32, ordinal => new IntegerColumn<int>(ordinal)),
        (ColumnType.I64, ordinal => new IntegerColumn<long>(ordinal)),
        (ColumnType.U8, ordinal => new IntegerColumn<byte>(ordinal)),
        (ColumnType.U16, ordinal => new IntegerColumn<ushort>(ordinal)),
        (ColumnType.U32, ordinal => new IntegerColumn<uint>(ordinal)),
        (ColumnType.U64, ordinal => new IntegerColumn<ulong>(ordinal)),
        (ColumnType.F64, ordinal => new DoubleColumn(ordinal)),
        (ColumnType.Time, ordinal => new TimeColumn(ordinal)),
        (ColumnType.Duration, ordinal => new DurationColumn(ordinal)),
        (ColumnType.Ip, ordinal => new AddressColumn(ordinal, isMac: false)),
        (ColumnType.Mac, ordinal => new AddressColumn(ordinal, isMac: true)),
        (ColumnType.Utf8, ordinal => new TextColumn(ordinal, null)),
        (ColumnType.Bytes, ordinal => new BytesColumn(ordinal, null)),
        (ColumnType.Utf8List, ordinal => new ListColumn(ordinal)),
        (ColumnType.Map, ordinal => new MapColumn(ordinal)),
    ];

    /// <summary>How they are spelled.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plain.Select(p => p.Type.ToString()), "utf8[N]", "bytes[N]"];

    /// <summary>The type that a configuration names; null when there is none of the name.</summary>
    public static ColumnType? Parse(string text)
    {
        if (Plain.FirstOrDefault(p => p.Type.ToString() == text).Type is { } plain)
            return plain;
        foreach (var (prefix, create) in ((string, Func<int, ColumnType>)[])[("utf8[", ColumnType.FixedUtf8), ("bytes[", ColumnType.FixedBytes)])
            if (text.StartsWith(prefix, StringComparison.Ordinal) && text.EndsWith(']')
                && int.TryParse(text.AsSpan()[prefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and <= 4096)
                return create(width);
        return null;
    }

    /// <summary>What fills a column of a type.</summary>
    public static LineColumn Create(ColumnType type, int ordinal) => type.Kind switch
    {
        ColumnKind.FixedUtf8 => new TextColumn(ordinal, type.Width),
        ColumnKind.FixedBytes => new BytesColumn(ordinal, type.Width),
        _ => Plain.First(p => p.Type.Equals(type)).Create(ordinal),
    };
}
