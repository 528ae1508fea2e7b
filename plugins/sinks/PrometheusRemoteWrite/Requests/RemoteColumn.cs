using System.Text;
using Pipeline.Metrics.Binding;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>A value column with the names that its samples have, ready to be written.</summary>
internal sealed class RemoteColumn(ValueColumn column)
{
    public ValueColumn Value => column;

    /// <summary>Of a counter, a gauge or a native histogram.</summary>
    public byte[] Name { get; } = Utf8(column.Type == MetricType.Counter ? $"{column.Name}_total" : column.Name);

    public byte[] Bucket { get; } = Utf8($"{column.Name}_bucket");

    public byte[] Sum { get; } = Utf8($"{column.Name}_sum");

    public byte[] Count { get; } = Utf8($"{column.Name}_count");

    public byte[] Help { get; } = Utf8(column.Help);

    public byte[] Unit { get; } = Utf8(column.Unit.Name ?? "");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
