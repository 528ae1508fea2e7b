using System.Text.Json;
using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests.Observing;

/// <summary>What variants have to tell alike of the same events.</summary>
internal static class Told
{
    /// <summary>
    /// The workload's rows with what has to be equal in them, in order. Times are left out, because each variant takes its own at another place; of figures, rows are
    /// those of the last reading.
    /// </summary>
    internal static IReadOnlyList<string> By(KernelProgram program, IEnumerable<JsonElement> rows)
    {
        var byTable = rows.ToLookup(r => r.GetProperty("table").GetString()!.Split("__")[^1]);
        return [.. program.Spec.Schemas.SelectMany(s => By(Expectation.Of(program.Name), s, byTable[s.Name]))];
    }

    private static IEnumerable<string> By(Expectation expectation, TableSchema schema, IEnumerable<JsonElement> rows)
    {
        ColumnSchema[] columns = [.. schema.Columns.Where(c => !IsTime(c) && !expectation.MayDiffer.Any(d => d.Is(schema.Name, c.Name)))];
        JsonElement[] ours = [.. rows.Where(r => expectation.IsOurs(r) && !expectation.MayMiss.Any(m => m.Is(r)))];
        if (schema.Kind == TableKind.Metric)
            ours = [.. ours.Where(r => r.GetProperty("time").GetString() == ours.Max(o => o.GetProperty("time").GetString()))];
        return ours.Select(r => $"{schema.Name}: {string.Join(' ', columns.Where(c => r.TryGetProperty(c.Name, out _)).Select(c => $"{c.Name}={Value(r.GetProperty(c.Name), c)}"))}")
            .Order(StringComparer.Ordinal);
    }

    private static bool IsTime(ColumnSchema column) =>
        column.Type.Kind is ColumnKind.Time or ColumnKind.Duration || (column.Unit == "ns" && column.Type.Kind != ColumnKind.Histogram);

    // How many values were counted has to be equal; where they fell is time again.
    private static string Value(JsonElement cell, ColumnSchema column) =>
        column.Type.Kind == ColumnKind.Histogram && cell.ValueKind == JsonValueKind.Object ? cell.GetProperty("count").GetRawText() : cell.GetRawText();
}
