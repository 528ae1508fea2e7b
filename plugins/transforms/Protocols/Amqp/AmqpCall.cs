using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>A method with its answer and its message, whichever of them there are: a row. Used again for the next.</summary>
internal sealed class AmqpCall(AmqpProtocol amqp) : IRow
{
    private const int OwnBytes = 400;

    private const byte MethodFrame = 1;

    private Endpoints _endpoints;

    public ushort Channel { get; private set; }

    /// <summary>What was asked, or told by the client; null: the server told something by itself.</summary>
    public Method? Asked { get; set; }

    /// <summary>Null: nothing answered.</summary>
    public Method? Answered { get; set; }

    public ByteList AskedText { get; } = new();

    public ByteList AnsweredText { get; } = new();

    public ByteList Destination { get; } = new();

    public ByteList RoutingKey { get; } = new();

    public ByteList Error { get; } = new();

    public ByteList Properties { get; } = new();

    public ByteList ContentType { get; } = new();

    public ByteList MessageId { get; } = new();

    public ByteList CorrelationId { get; } = new();

    public byte DeliveryMode { get; set; }

    /// <summary>The first bytes of the message, as sent.</summary>
    public BodyStart Body { get; } = new();

    /// <summary>Bytes of the body that are still to come; null: its header was not seen.</summary>
    public ulong? BodyLeft { get; set; }

    public ulong BodySize { get; set; }

    /// <summary>The number that the server confirms a message by; 0: it does not.</summary>
    public ulong Tag { get; set; }

    public long Time { get; private set; }

    public long EndTime { get; set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => OwnBytes + AskedText.Capacity + AnsweredText.Capacity + Destination.Capacity + RoutingKey.Capacity + Error.Capacity + Properties.Capacity
        + ContentType.Capacity + MessageId.Capacity + CorrelationId.Capacity + Body.Memory;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, ushort channel, long time) => (_endpoints, Channel, Time, EndTime) = (endpoints, channel, time, time);

    public void Clear()
    {
        (Asked, Answered, BodyLeft, BodySize, Tag, DeliveryMode, Charged) = (null, null, null, 0, 0, 0, 0);
        AskedText.Clear();
        AnsweredText.Clear();
        Destination.Clear();
        RoutingKey.Clear();
        Error.Clear();
        Properties.Clear();
        ContentType.Clear();
        MessageId.Clear();
        CorrelationId.Clear();
        Body.Clear();
    }

    public void Write(BatchBuilder rows)
    {
        var method = Asked ?? Answered!;
        rows.Set(AmqpTable.FrameType, MethodFrame);
        rows.Set(AmqpTable.Channel, Channel);
        rows.Set(AmqpTable.RequestClass, Asked?.ClassId ?? 0);
        rows.Set(AmqpTable.RequestMethod, Asked?.Id ?? 0);
        rows.Set(AmqpTable.ResponseClass, Answered?.ClassId ?? 0);
        rows.Set(AmqpTable.ResponseMethod, Answered?.Id ?? 0);
        rows.Set(AmqpTable.Request, AskedText.Bytes);
        rows.Set(AmqpTable.Response, AnsweredText.Bytes);
        rows.Set(AmqpTable.RequestName, Asked is { } asked ? asked.Name : default(ReadOnlySpan<byte>));
        rows.Set(AmqpTable.ResponseName, Answered is { } answered ? answered.Name : default(ReadOnlySpan<byte>));
        rows.Set(AmqpTable.Operation, method.Operation);
        rows.Set(AmqpTable.OperationType, method.Type.Text());
        rows.Set(AmqpTable.Destination, Destination.Bytes);
        rows.Set(AmqpTable.RoutingKey, RoutingKey.Bytes);
        rows.Set(AmqpTable.Body, amqp.TextOf(Body));
        rows.Set(AmqpTable.BodySize, BodySize);
        rows.Set(AmqpTable.Properties, Properties.Bytes);
        rows.Set(AmqpTable.ContentType, ContentType.Bytes);
        rows.Set(AmqpTable.DeliveryMode, DeliveryMode);
        rows.Set(AmqpTable.MessageId, MessageId.Bytes);
        rows.Set(AmqpTable.CorrelationId, CorrelationId.Bytes);
        rows.Set(AmqpTable.Error, Error.Bytes);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(AmqpTable.Latency, Math.Max(0, EndTime - Time));
    }
}
