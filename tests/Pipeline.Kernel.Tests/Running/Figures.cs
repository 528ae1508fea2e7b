using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>The series a host told of: what it said last of each, as each reading tells all there is.</summary>
internal static class Figures
{
    /// <summary>By their labels, joined by a space.</summary>
    internal static Dictionary<string, JsonElement> Last(this HostRun host, string table, params string[] labels)
    {
        var series = new Dictionary<string, JsonElement>();
        foreach (var row in host.Rows.Where(r => r.GetProperty("table").GetString() == table))
            series[string.Join(' ', labels.Select(l => row.GetProperty(l).ToString()))] = row;
        return series;
    }
}
