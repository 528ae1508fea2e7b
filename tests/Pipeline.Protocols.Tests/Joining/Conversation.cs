using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Joining;

/// <summary>A client and a server of a protocol.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Make">Makes what they say.</param>
/// <param name="IsSerial">Whether the client waits for each answer before it asks again, or says by numbers which answer it means.</param>
internal sealed record Conversation(string Name, Func<Random, IReadOnlyList<Said>> Make, bool IsSerial)
{
    /// <summary>Columns that tell of what came before it was joined.</summary>
    public string[] Apart { get; init; } = [];

    /// <summary>Whether what a row was asked with may be the rest of something else, where nothing was seen before it.</summary>
    public Func<TableRow, bool> IsHidden { get; init; } = _ => false;

    /// <summary>Whether a row is that of an answer alone.</summary>
    public Func<TableRow, bool> IsStray { get; init; } = _ => false;

    public static IReadOnlyList<Conversation> All =>
    [
        new("http", r => RandomTalk.Make(r, 1, false, 6).Pieces, true) { IsHidden = r => r["req_method"] == "PATCH" },
        new("http, pipelined", r => RandomTalk.Make(r, 1, true, 6).Pieces, false),
        new("redis", r => RandomRedis.Make(r, false, 6, []).Pieces, true),
        new("redis, pipelined", r => RandomRedis.Make(r, true, 6, []).Pieces, false),
        new("mysql", r => Mysql.RandomMy.Make(r, false, 6, []).Pieces, true) { IsHidden = r => r["req_cmd"] == "connect" },
        new("mysql, pipelined", r => Mysql.RandomMy.Make(r, true, 6, []).Pieces, false),
        new("pgsql", r => Pgsql.RandomPg.Make(r, false, 6, []).Pieces, false),
        new("pgsql, pipelined", r => Pgsql.RandomPg.Make(r, true, 6, []).Pieces, false),
        new("dns", Dns, true) { IsStray = r => r["seen"] == "response" },
        new("mongo", r => Mongo.RandomMongo.Make(r, []).Pieces, true),
        new("cql", r => Cql.RandomCql.Make(r, []).Pieces, true),
        new("kafka", r => Kafka.RandomKafka.Make(r, false, 6, []).Pieces, true),
        new("kafka, pipelined", r => Kafka.RandomKafka.Make(r, true, 6, []).Pieces, false),
        new("memcached", r => Memcached.MemcachedPropertyTests.Make(r, []).Pieces, false),
        new("nats", r => Nats.RandomNats.Make(r).Talk.Pieces, false) { Apart = ["resp", "latency_ns", "error"] },
        new("mqtt", r => Mqtt.RandomMqtt.Make(r).Talk.Pieces, false) { Apart = ["payload", "payload_size", "properties"] },
        new("amqp", r => Amqp.RandomAmqp.Make(r).Talk.Pieces, false) { IsStray = r => r["req_method"].Length == 0 },
    ];

    private static IReadOnlyList<Said> Dns(Random random)
    {
        var talk = new DnsTalk(isStream: true);
        for (var i = 0; i < 5; i++)
        {
            var id = (ushort)random.Next(65_536);
            talk.Ask(DnsBytes.Query(id, $"host{i}.example")).Answer(DnsBytes.Response(id, $"host{i}.example").Address($"host{i}.example", 192, 0, 2, (byte)i));
        }

        return talk.Pieces;
    }
}
