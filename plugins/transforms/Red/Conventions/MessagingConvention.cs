using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>Calls of brokers. Messages are counted at the clients alone, as the conventions have it.</summary>
internal sealed class MessagingConvention(Side side) : Convention
{
    public override ImmutableArray<Metric> Metrics { get; } = side == Side.Server
        ? [Metric.Duration("messaging.server.operation.duration", "Duration of messaging operations at the broker.")]
        :
        [
            Metric.Duration("messaging.client.operation.duration", "Duration of messaging operations initiated by a producer or consumer client."),
            Metric.Duration("messaging.process.duration", "Duration of processing operations."),
            Metric.Count("messaging.client.sent.messages", "{message}", "Messages that producers sent to the broker."),
            Metric.Count("messaging.client.consumed.messages", "{message}", "Messages that were delivered to consumers."),
        ];

    public override ImmutableArray<ColumnSchema> Labels { get; } =
    [
        Label.Text("messaging.system", "Kind of broker."),
        Label.Text("messaging.operation.name", "Operation, in the protocol's word."),
        Label.Text("messaging.operation.type", "send, receive, process, settle; empty: none of them."),
        Label.Text("messaging.destination.name", "Topic, queue or subject."),
        Label.Text("messaging.consumer.group.name", "Group of consumers."),
        Label.Text("error.type", "What went wrong."),
        .. ServerEnd.Labels,
    ];

    public override void WriteKey(in Call call, SeriesKey key)
    {
        var messaging = call.Table.Messaging;
        key.Text(call.Text(messaging.System));
        key.Text(call.Text(messaging.Operation));
        key.Text(call.Text(messaging.OperationType));
        key.Text(call.Text(messaging.Destination));
        key.Text(call.Text(messaging.Group));
        key.Text(call.Error);
        ServerEnd.Write(call, key);
    }

    public override long Observe(in Call call, int metric)
    {
        if (side == Side.Server)
            return call.Nanoseconds;
        var type = call.Text(call.Table.Messaging.OperationType);
        var isProcess = type.SequenceEqual("process"u8);
        return metric switch
        {
            0 => isProcess ? -1 : call.Nanoseconds,
            1 => isProcess ? call.Nanoseconds : -1,
            2 => type.SequenceEqual("send"u8) ? Messages(call) : -1,
            _ => isProcess || type.SequenceEqual("receive"u8) ? Messages(call) : -1,
        };
    }

    /// <summary>A table that does not count them has one a row.</summary>
    private static long Messages(in Call call) => call.Table.Messaging.Messages.Exists ? call.Number(call.Table.Messaging.Messages) : 1;
}
