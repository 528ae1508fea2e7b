using System.Collections.Immutable;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>One metric: its name in the conventions, of which the table's is made, and what is kept of a series.</summary>
/// <param name="Name">With points: <c>http.server.request.duration</c>.</param>
/// <param name="Value">The value column, unless for the name.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Figure">What is kept.</param>
internal sealed record Metric(string Name, ColumnSchema Value, string Help, Figure Figure)
{
    // The conventions' bounds: those of databases are finer at the short end.
    private static readonly ImmutableArray<double> Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly ImmutableArray<double> DatabaseSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    // They have none for sizes. Fourfold from 64 bytes to 64 MiB.
    private static readonly ImmutableArray<double> Sizes = [0, .. Enumerable.Range(3, 11).Select(i => Math.ScaleB(1, 2 * i))];

    /// <summary>How long calls took, measured in nanoseconds.</summary>
    public static Metric Duration(string name, string help) => OfDuration(name, help, Seconds);

    /// <summary>The same with the bounds for databases.</summary>
    public static Metric DatabaseDuration(string name, string help) => OfDuration(name, help, DatabaseSeconds);

    /// <summary>How many bytes there were.</summary>
    public static Metric Size(string name, string help)
    {
        var distribution = new Distribution(Sizes, 1);
        return new(name, new("size", distribution.Type) { Unit = "By", Instrument = Instrument.Histogram }, help, distribution);
    }

    /// <summary>How many there were.</summary>
    public static Metric Count(string name, string unit, string help) =>
        new(name, new("messages", ColumnType.U64) { Unit = unit, Instrument = Instrument.Counter }, help, new Sum());

    /// <summary>The table in which it is told.</summary>
    /// <param name="keys">The labels.</param>
    /// <param name="temporality">What its rows cover.</param>
    public TableSchema Table(KeySchema keys, Temporality temporality) =>
        GroupedTable.Make(Name.Replace('.', '_'), Help, keys, [(Value with { Attribute = Name, Help = Help, Temporality = temporality }, "by")]);

    private static Metric OfDuration(string name, string help, ImmutableArray<double> bounds)
    {
        var distribution = new Distribution(bounds, 1_000_000_000);
        return new(name, new("duration", distribution.Type) { Unit = "s", Instrument = Instrument.Histogram }, help, distribution);
    }
}
