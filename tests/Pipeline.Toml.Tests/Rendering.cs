using System.Globalization;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>Writes a tree on one line with its types to be seen: strings quoted, floats with an f.</summary>
internal static class Rendering
{
    public static string Of(TomlValue value) => value switch
    {
        TomlString text => TomlText.Quote(text.Value),
        TomlInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture) + "f",
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Of))}]",
        TomlTable table => $"{{{string.Join(", ", table.Entries.Select(entry => $"{TomlText.Key(entry.Key.Name)}={Of(entry.Value)}"))}}}",
        _ => value.ToString()!,
    };
}
