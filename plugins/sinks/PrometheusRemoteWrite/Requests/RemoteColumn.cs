using System.Text;
using Pipeline.Metrics.Binding;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>A value column with the names that its samples have, ready to be written.</summary>
internal sealed class RemoteColumn(ValueColumn column)
{
    public ValueColumn Value => column;

    /// <summary>Of a counter, a gauge or a native histogram.</summary>
    public SymbolText Name { get; } = Text(column.Type == MetricType.Counter ? $"{column.Name}_total" : column.Name);

    public SymbolText Bucket { get; } = Text($"{column.Name}_bucket");

    public SymbolText Sum { get; } = Text($"{column.Name}_sum");

    public SymbolText Count { get; } = Text($"{column.Name}_count");

    public SymbolText Help { get; } = Text(column.Help);

    public SymbolText Unit { get; } = Text(column.Unit.Name ?? "");

    private static SymbolText Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
