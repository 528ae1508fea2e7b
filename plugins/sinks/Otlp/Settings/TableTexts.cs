using System.Globalization;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>The values of a table of options as text.</summary>
internal static class TableTexts
{
    /// <exception cref="OptionException">A value is a list.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(OptionTable table, string option)
    {
        foreach (var (key, value) in table.Values)
            yield return new(key, value switch
            {
                string text => text,
                bool flag => flag ? "true" : "false",
                object[] => throw new OptionException($"{option}.{key}", "not a single value (got a list, expected a string, number or bool)"),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            });
    }
}
