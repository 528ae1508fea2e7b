using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>Writes a tree as the tagged JSON of witness.py.</summary>
internal static class Tagged
{
    public static JsonNode Of(TomlValue value) => value switch
    {
        TomlTable table => Tag("table", new JsonObject(
            table.Entries.Select(entry => KeyValuePair.Create(entry.Key.Name, (JsonNode?)Of(entry.Value))))),
        TomlArray array => Tag("array", new JsonArray([.. array.Items.Select(Of)])),
        TomlBoolean boolean => Tag("boolean", boolean.Value),
        TomlInteger integer => Tag("integer", integer.Value.ToString(CultureInfo.InvariantCulture)),
        TomlFloat number => Tag("float", Bits(number.Value)),
        TomlOffsetDateTime time => Tag("datetime", Micros(time.ToString())),
        TomlLocalDateTime time => Tag("datetime", Micros(time.ToString())),
        TomlLocalTime time => Tag("time", Micros(time.ToString())),
        TomlLocalDate date => Tag("date", date.ToString()),
        _ => Tag("string", ((TomlString)value).Value),
    };

    private static JsonObject Tag(string type, JsonNode value) => new() { [type] = value };

    private static string Bits(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return double.IsNaN(value) ? "nan" : Convert.ToHexStringLower(bytes);
    }

    /// <summary>Python keeps microseconds, we keep three digits more.</summary>
    private static string Micros(string text) => text.Remove(text.IndexOf('.') + 7, 3);
}
