using System.Collections.Immutable;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Short words for the tables of tests.</summary>
internal static class Columns
{
    public static TableSchema Table(string name, params ImmutableArray<ColumnSchema> columns) => new(name, TableKind.Metric, columns);

    public static ColumnSchema Label(string name, ColumnType? type = null) => new(name, type ?? ColumnType.Utf8);

    public static ColumnSchema Counter(string name, string? unit = "1", ColumnType? type = null, Temporality temporality = Temporality.Cumulative) =>
        new(name, type ?? ColumnType.U64) { Unit = unit, Instrument = Instrument.Counter, Temporality = temporality, Help = $"Counts {name}." };

    public static ColumnSchema Gauge(string name, string? unit = "1", ColumnType? type = null, Temporality temporality = Temporality.Cumulative) =>
        new(name, type ?? ColumnType.F64) { Unit = unit, Instrument = Instrument.Gauge, Temporality = temporality, Help = $"Measures {name}." };

    public static ColumnSchema Histogram(string name, ColumnType type, string? unit = "ns", Temporality temporality = Temporality.Cumulative) =>
        new(name, type) { Unit = unit, Instrument = Instrument.Histogram, Temporality = temporality, Help = $"Distribution of {name}." };

    /// <summary>Bounds 1, 2, 4 ... us, in ns, as a kernel program has them.</summary>
    public static ColumnType Microseconds(int slots) =>
        ColumnType.ExplicitHistogram([.. Enumerable.Range(0, slots - 1).Select(i => 1000.0 * (1L << i))]);
}
