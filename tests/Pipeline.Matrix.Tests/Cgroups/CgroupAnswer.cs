using System.Text.Json;
using Pipeline.Matrix.Tests.Machines;

namespace Pipeline.Matrix.Tests.Cgroups;

/// <summary>What guest/cgroups.sh printed: files, rows, and files again.</summary>
internal sealed class CgroupAnswer
{
    private static readonly string[] Common = ["table", "time", "start_time", "cgroup", "cgroup_id", "cgroup_version"];

    internal CgroupAnswer(Answer answer)
    {
        var lines = answer.Output.Split('\n');
        var after = Array.IndexOf(lines, "AFTER");
        Assert.True(answer.Code == 0 && after > 0, $"{answer.Output}\n{answer.Errors}");
        (Before, After) = (new CgroupFiles(lines[..after]), new CgroupFiles(lines[after..]));
        Rows = [.. lines.Where(l => l.StartsWith("ROW ", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l[4..]).RootElement)];
    }

    internal CgroupFiles Before { get; }

    internal CgroupFiles After { get; }

    internal IReadOnlyList<JsonElement> Rows { get; }

    /// <summary>Each figure that the first reading told of a cgroup, by table, labels and column.</summary>
    internal Dictionary<string, double> Of(string cgroup)
    {
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in Rows.Where(r => r.GetProperty("cgroup").GetString() == cgroup))
        {
            var own = row.EnumerateObject().Where(p => !Common.Contains(p.Name)).ToArray();
            var labels = string.Concat(own.Where(p => p.Value.ValueKind == JsonValueKind.String).Select(p => $" {p.Value.GetString()}"));
            foreach (var value in own.Where(p => p.Value.ValueKind == JsonValueKind.Number))
                told.TryAdd($"{row.GetProperty("table").GetString()}{labels} {value.Name}", value.Value.GetDouble());
        }

        return told;
    }
}
