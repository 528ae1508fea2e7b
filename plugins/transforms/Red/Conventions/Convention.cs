using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>What OpenTelemetry's semantic conventions say of one kind of call, as one side sees it: metrics, their attributes, and how both come from a row.</summary>
internal abstract class Convention
{
    /// <summary>The metrics, which share their attributes.</summary>
    public abstract ImmutableArray<Metric> Metrics { get; }

    /// <summary>The attributes.</summary>
    public abstract ImmutableArray<ColumnSchema> Labels { get; }

    /// <summary>Adds the cells of the labels to a key, in their order.</summary>
    public abstract void WriteKey(in Call call, SeriesKey key);

    /// <summary>The value of a call for a metric; below 0: it has none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="metric">The metric's place in <see cref="Metrics"/>.</param>
    public abstract long Observe(in Call call, int metric);

    /// <summary>The convention's metrics are the client's; what a server tells under the same attributes is named after it.</summary>
    protected static string Named(string name, Side side) => name.Replace("{side}", side == Side.Server ? "server" : "client", StringComparison.Ordinal);
}
