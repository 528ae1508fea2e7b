using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Amqp;
using Pipeline.Transforms.Protocols.Cql;
using Pipeline.Transforms.Protocols.Dns;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Http2;
using Pipeline.Transforms.Protocols.Kafka;
using Pipeline.Transforms.Protocols.Memcached;
using Pipeline.Transforms.Protocols.Mongo;
using Pipeline.Transforms.Protocols.Mqtt;
using Pipeline.Transforms.Protocols.Mux;
using Pipeline.Transforms.Protocols.Mysql;
using Pipeline.Transforms.Protocols.Nats;
using Pipeline.Transforms.Protocols.Pgsql;
using Pipeline.Transforms.Protocols.Redis;
using Pipeline.Transforms.Protocols.Tls;

namespace Pipeline.Transforms.Protocols;

/// <summary>Turns what was sent and received on connections into requests with their responses.</summary>
internal sealed class ProtocolsTransform(ProtocolsOptions options, IComponentContext context)
    : ProtocolTransform(options, context, [.. Make(options, new Upgrades())])
{
    private static IEnumerable<Protocol> Make(ProtocolsOptions options, Upgrades upgrades) => options.Protocols.Distinct().Select(name => Make(name, options, upgrades));

    private static Protocol Make(ProtocolName name, ProtocolsOptions options, Upgrades upgrades) => name switch
    {
        ProtocolName.Http => new HttpProtocol((int)options.MaxBody.Bytes, options.Redact, upgrades),
        ProtocolName.Http2 => new Http2Protocol((int)options.MaxBody.Bytes, options.Redact, upgrades),
        ProtocolName.Dns => new DnsProtocol(options.Memory.Bytes / 4),
        ProtocolName.Kafka => new KafkaProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Amqp => new AmqpProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Mux => new MuxProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Mqtt => new MqttProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Nats => new NatsProtocol((int)options.MaxBody.Bytes, options.Redact),
        ProtocolName.Redis => new RedisProtocol((int)options.MaxBody.Bytes, options.RedactCommands),
        ProtocolName.Tls => new TlsProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Mysql => new MySqlProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Pgsql => new PgsqlProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Mongo => new MongoProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Cql => new CqlProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Memcached => new MemcachedProtocol((int)options.MaxBody.Bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no protocol"),
    };
}
