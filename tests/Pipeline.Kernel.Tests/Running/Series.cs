using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>Rows of a table of figures.</summary>
internal static class Series
{
    /// <summary>The last reading of each series: rows that agree in all of <paramref name="labels"/>.</summary>
    internal static JsonElement[] Last(IEnumerable<JsonElement> rows, params IEnumerable<string> labels) =>
        [.. rows.GroupBy(r => string.Join('\0', labels.Select(l => r.GetProperty(l).ToString()))).Select(g => g.Last())];
}
