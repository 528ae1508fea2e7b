using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What a connection keeps: taken from the protocol, given back to it, and charged meanwhile.</summary>
internal readonly struct RedisMemory(RedisProtocol redis, IConnection connection)
{
    public RedisExchange RentExchange() => redis.RentExchange();

    public RedisReply RentReply() => redis.RentReply();

    /// <summary>Gives an exchange back, with its reply.</summary>
    public void Recycle(RedisExchange exchange)
    {
        if (exchange.Reply is { } reply)
            Recycle(reply);
        connection.Charge(-exchange.Charged);
        redis.Return(exchange);
    }

    public void Recycle(RedisReply reply)
    {
        connection.Charge(-reply.Charged);
        redis.Return(reply);
    }

    /// <summary>It may have grown.</summary>
    public void Recharge(RedisExchange exchange)
    {
        connection.Charge(exchange.Memory - exchange.Charged);
        exchange.Charged = exchange.Memory;
    }

    /// <summary>It may have grown.</summary>
    public void Recharge(RedisReply reply)
    {
        connection.Charge(reply.Memory - reply.Charged);
        reply.Charged = reply.Memory;
    }
}
