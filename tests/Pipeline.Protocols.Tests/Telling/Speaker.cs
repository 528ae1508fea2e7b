using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Telling;

/// <summary>Somebody whose conversations are told apart from others'.</summary>
/// <param name="Of">The protocol, as <c>protocol_stats</c> names it; or what it is instead.</param>
/// <param name="Make">Makes a conversation.</param>
internal sealed record Speaker(string Of, Func<Random, IReadOnlyList<Said>> Make)
{
    /// <summary>What its conversations are called.</summary>
    public string Name { get; init; } = Of;

    /// <summary>Whether it speaks a protocol that is read.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Those who speak a protocol that is read.</summary>
    public static IReadOnlyList<Speaker> Known =>
    [
        new("http", random => RandomTalk.Make(random, 1, random.Next(2) == 0, 6).Pieces),
        new("http2", random => new Http2.RandomHttp2(random, 1, 6).Talk.Pieces),
        new("dns", random => Dns(random, isStream: false)) { Name = "dns over UDP" },
        new("dns", random => Dns(random, isStream: true)) { Name = "dns over TCP" },
        new("redis", random => RandomRedis.Make(random, random.Next(2) == 0, 6, []).Pieces),
        new("mysql", random => Mysql.RandomMy.Make(random, random.Next(2) == 0, 6, []).Pieces),
        new("pgsql", random => Pgsql.RandomPg.Make(random, random.Next(2) == 0, 6, []).Pieces),
        new("cql", random => Cql.RandomCql.Make(random, []).Pieces),
        new("mongo", random => Mongo.RandomMongo.Make(random, []).Pieces),
        new("kafka", random => Kafka.RandomKafka.Make(random, random.Next(2) == 0, 6, []).Pieces),
        new("amqp", random => Amqp.RandomAmqp.Make(random).Talk.Pieces),
        new("nats", random => Nats.RandomNats.Make(random).Talk.Pieces),
        new("mqtt", random => Mqtt.RandomMqtt.Make(random).Talk.Pieces),
        new("memcached", random => Memcached.MemcachedPropertyTests.Make(random, []).Pieces),
        new("mux", random => Mux.MuxPropertyTests.Make(random, []).Pieces),
        new("tls", random => Tls.TlsFuzzTests.Handshake(random).Pieces),
    ];

    /// <summary>Those who speak something else, or nothing.</summary>
    public static IReadOnlyList<Speaker> Strangers => [.. Lines.All, .. Chance.All];

    private static IReadOnlyList<Said> Dns(Random random, bool isStream)
    {
        var talk = new DnsTalk(isStream: isStream);
        for (var i = 0; i < 4; i++)
        {
            var id = (ushort)random.Next(65_536);
            talk.Ask(DnsBytes.Query(id, $"host{i}.example")).Answer(DnsBytes.Response(id, $"host{i}.example").Address($"host{i}.example", 192, 0, 2, (byte)i));
        }

        return talk.Pieces;
    }
}
