using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>What a connection keeps: taken from the protocol, given back to it, and charged meanwhile.</summary>
internal readonly struct AmqpMemory(AmqpProtocol amqp, IConnection connection)
{
    public AmqpCall Rent(ushort channel, long time)
    {
        var call = amqp.Rent();
        call.Begin(connection.Endpoints, channel, time);
        return call;
    }

    /// <summary>It may have grown.</summary>
    public void Recharge(AmqpCall call)
    {
        connection.Charge(call.Memory - call.Charged);
        call.Charged = call.Memory;
    }

    /// <summary>Makes a row of it, and gives it back.</summary>
    public void Emit(AmqpCall call)
    {
        connection.Rows.Add(connection, call);
        Recycle(call);
    }

    /// <summary>It has no answer, and is no row.</summary>
    public void Drop(AmqpCall call)
    {
        connection.Counters.UnpairedRequests++;
        Recycle(call);
    }

    private void Recycle(AmqpCall call)
    {
        connection.Charge(-call.Charged);
        amqp.Return(call);
    }
}
