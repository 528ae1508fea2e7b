using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Where messages go and come from, written as OpenTelemetry's conventions for RabbitMQ have it. Shared by the channels of a connection.</summary>
internal sealed class AmqpDestination
{
    /// <summary>The most of a name that is told: what is no UTF-8 is longer than it was sent.</summary>
    public const int MostBytes = 1024;

    private readonly ByteList _queue = new();

    /// <summary>The exchange and the routing key, or else the queue, that a method is about.</summary>
    public static void Write(ByteList text, in Arguments arguments, Method method)
    {
        if (!arguments.Queue.IsEmpty)
            Add(text, arguments.Queue);
        else if (method.HasContent)
            WriteRoute(text, arguments);
        else
            Add(text, arguments.Exchange);
    }

    /// <summary>A message was fetched: where it came from, and the queue it was in, which the text is so far.</summary>
    public void WriteConsumed(ByteList text, in Arguments arguments)
    {
        _queue.Clear();
        _queue.Add(text.Bytes);
        text.Clear();
        Add(text, arguments.Exchange);
        if (!arguments.RoutingKey.SequenceEqual(_queue.Bytes))
            Add(text, arguments.RoutingKey);
        Add(text, _queue.Bytes);
    }

    /// <summary>Whether an answer names the queue that was asked for.</summary>
    public bool Fits(AmqpCall call, Method answer, in Arguments arguments)
    {
        if (arguments.Queue.IsEmpty || call.Destination.Length == 0 || answer.Kind != MethodKind.Answer)
            return true;
        _queue.Clear();
        Add(_queue, arguments.Queue);
        return _queue.Bytes.SequenceEqual(call.Destination.Bytes);
    }

    private static void WriteRoute(ByteList text, in Arguments arguments)
    {
        Add(text, arguments.Exchange);
        Add(text, arguments.RoutingKey);
        if (text.Length == 0)
            text.Add("amq.default"u8);
    }

    private static void Add(ByteList text, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return;
        if (text.Length > 0)
            text.Add(":"u8);
        Readable.Add(text, name, MostBytes, TextStyle.Plain);
    }
}
