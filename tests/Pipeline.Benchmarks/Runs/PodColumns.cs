using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What the transform <c>kubernetes</c> says of 200 pods, behind the columns of a table.</summary>
internal static class PodColumns
{
    internal const int Pods = 200;

    private static readonly ImmutableArray<ColumnSchema> Columns =
    [
        .. new[] { "k8s.namespace.name", "k8s.pod.name", "k8s.container.name", "k8s.node.name", "k8s.workload.kind", "k8s.workload.name" }
            .Select(name => new ColumnSchema(name.Replace('.', '_'), ColumnType.Utf8) { Attribute = name, OfResource = true }),
    ];

    private static readonly byte[][][] Cells = [.. Enumerable.Range(0, Pods).Select(pod => Texts(pod).Select(Encoding.UTF8.GetBytes).ToArray())];

    /// <summary>The table with the columns.</summary>
    internal static TableSchema On(TableSchema table) => new(table.Name, table.Kind, [.. table.Columns, .. Columns]) { Span = table.Span };

    /// <summary>Sets them in the row that was added last.</summary>
    internal static void Set(BatchBuilder builder, TableSchema table, int pod)
    {
        var first = table.Columns.Length - Columns.Length;
        for (var i = 0; i < Columns.Length; i++)
            builder.Set(first + i, Cells[pod][i]);
    }

    private static IEnumerable<string> Texts(int pod)
    {
        var workload = $"service-{(pod / 5).ToString(CultureInfo.InvariantCulture)}";
        return ["shop", $"{workload}-7d9c6b5f4-{(pod * 7919).ToString("x5", CultureInfo.InvariantCulture)}", "main", "node-17.example.org", "Deployment", workload];
    }
}
