using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>Remote procedure calls.</summary>
internal sealed class RpcConvention(Side side) : Convention
{
    public override ImmutableArray<Metric> Metrics { get; } =
        [Metric.Duration(Named("rpc.{side}.call.duration", side), side == Side.Server ? "Duration of incoming remote procedure calls." : "Duration of outgoing remote procedure calls.")];

    public override ImmutableArray<ColumnSchema> Labels { get; } =
    [
        Label.Text("rpc.system.name", "Kind of remote procedure call."),
        Label.Text("rpc.method", "Service and method."),
        Label.Text("rpc.response.status_code", "How it ended."),
        Label.Text("error.type", "What went wrong."),
        .. ServerEnd.Labels,
    ];

    public override void WriteKey(in Call call, SeriesKey key)
    {
        var rpc = call.Table.Rpc;
        key.Text(call.Text(rpc.System));
        key.Text(call.Text(rpc.Method));
        key.Text(call.Text(rpc.Status));
        key.Text(call.Error);
        ServerEnd.Write(call, key);
    }

    public override long Observe(in Call call, int metric) => call.Nanoseconds;
}
