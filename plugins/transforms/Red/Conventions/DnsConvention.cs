using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>DNS lookups.</summary>
internal sealed class DnsConvention(Side side) : Convention
{
    public override ImmutableArray<Metric> Metrics { get; } = side == Side.Server
        ? [Metric.Duration("dns.server.lookup.duration", "Time that a server takes to answer a DNS query.")]
        : [Metric.Duration("dns.lookup.duration", "Time taken to perform a DNS lookup.")];

    public override ImmutableArray<ColumnSchema> Labels { get; } =
    [
        Label.Text("dns.question.name", "Name asked for."),
        Label.Text("error.type", "What went wrong."),
    ];

    public override void WriteKey(in Call call, SeriesKey key)
    {
        key.Text(call.Text(call.Table.Question));
        key.Text(call.Error);
    }

    public override long Observe(in Call call, int metric) => call.Nanoseconds;
}
