using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>What docs/otlp.md says of columns and cells, said again with other means than the library's.</summary>
internal static class Expected
{
    /// <summary>The attributes of a column's cell.</summary>
    public static IEnumerable<JsonNode> Attributes(ColumnSchema column, object cell, long unixOffset, bool keepsEmpty)
    {
        if (cell is Tree map && column.Name == TableSchema.AttributesColumn)
            return map.Attributes();
        if (cell is Tree family && column.Attribute is { } prefix)
            return family.Attributes(prefix + ".");
        var isEmpty = cell switch
        {
            byte[] text when column.Type.IsText => Text(column.Type, text).Length == 0,
            byte[] bytes => bytes.Length == 0,
            byte[][] list => list.Length == 0,
            Tree empty => !empty.Attributes().Any(),
            _ => false,
        };
        return isEmpty && !keepsEmpty ? [] : [Attribute(column.Attribute ?? column.Name, Value(column.Type, cell, unixOffset))];
    }

    /// <summary>The cell as bytes, or as <see cref="Rows"/> takes it.</summary>
    public static object Raw(object cell) => cell switch
    {
        byte[][] list => Rows.List(list),
        Tree map => map.Cell(),
        _ => cell,
    };

    public static JsonObject Value(ColumnType type, object cell, long unixOffset) => (type.Kind, cell) switch
    {
        (ColumnKind.Bool, int truth) => Bool(truth != 0),
        (ColumnKind.F64, double number) => Double(number),
        (ColumnKind.Time, long time) => String(Rfc3339(time + unixOffset)),
        (ColumnKind.Ip, byte[] address) => String(new IPAddress(address) is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : new IPAddress(address).ToString()),
        (ColumnKind.Mac, byte[] mac) => String(Convert.ToHexStringLower(mac).Chunk(2).Select(pair => new string(pair)).Aggregate((a, b) => $"{a}:{b}")),
        (ColumnKind.Enum, long value) => type.Names.Any(name => name.Value == value) ? String(type.Names.First(name => name.Value == value).Name) : Integer(value),
        (ColumnKind.Flags, long value) => Array(Flags(type, (ulong)value).Select(String)),
        (_, byte[] text) when type.IsText => String(Text(type, text)),
        (_, byte[] bytes) => Bytes(bytes),
        (_, byte[][] list) => Array(list.Select(text => String(Text(text)))),
        (_, Tree map) => Map(map.Attributes()),
        (ColumnKind.U64, long value) when value < 0 => String(((ulong)value).ToString(CultureInfo.InvariantCulture)),
        (_, long value) => Integer(value),
        _ => throw new InvalidOperationException($"{cell} is no cell of {type}"),
    };

    /// <summary>What is not UTF-8 becomes U+FFFD.</summary>
    public static string Text(byte[] text) => System.Text.Encoding.UTF8.GetString(text);

    public static string Text(ColumnType type, byte[] text)
    {
        if (type.Kind == ColumnKind.FixedUtf8)
            text = [.. text.Take(type.Width).TakeWhile(letter => letter != 0)];
        return Text(text);
    }

    public static JsonObject Attribute(string key, JsonObject value) => new() { ["key"] = key, ["value"] = value };

    public static JsonObject String(string text) => new() { ["stringValue"] = text };

    public static JsonObject Bool(bool value) => new() { ["boolValue"] = value };

    public static JsonObject Integer(long value) => new() { ["intValue"] = value.ToString(CultureInfo.InvariantCulture) };

    public static JsonObject Double(double value) => new() { ["doubleValue"] = Number(value) };

    public static JsonObject Bytes(byte[] value) => new() { ["bytesValue"] = Convert.ToBase64String(value) };

    public static JsonObject Array(IEnumerable<JsonNode> values) => new() { ["arrayValue"] = Values(values) };

    public static JsonObject Map(IEnumerable<JsonNode> values) => new() { ["kvlistValue"] = Values(values) };

    /// <summary>A double as the decoder prints it.</summary>
    public static JsonNode Number(double value) => double.IsFinite(value) ? value : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    /// <summary>The decoder leaves an array out that is empty.</summary>
    private static JsonObject Values(IEnumerable<JsonNode> values)
    {
        JsonArray array = [.. values];
        return array.Count == 0 ? [] : new() { ["values"] = array };
    }

    private static IEnumerable<string> Flags(ColumnType type, ulong value)
    {
        var rest = value;
        foreach (var name in type.Names.Where(name => (value & (ulong)name.Value) == (ulong)name.Value))
        {
            yield return name.Name;
            rest &= ~(ulong)name.Value;
        }

        if (rest != 0)
            yield return $"0x{rest:x}";
    }

    private static string Rfc3339(long nanoseconds) =>
        DateTime.UnixEpoch.AddSeconds(nanoseconds / 1_000_000_000).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
        + (nanoseconds % 1_000_000_000).ToString("'.'000000000'Z'", CultureInfo.InvariantCulture);
}
