using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Amqp;
using Pipeline.Transforms.Protocols.Dns;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Mqtt;
using Pipeline.Transforms.Protocols.Nats;
using Pipeline.Transforms.Protocols.Redis;
using Pipeline.Transforms.Protocols.Tls;

namespace Pipeline.Transforms.Protocols;

/// <summary>Turns what was sent and received on connections into requests with their responses.</summary>
internal sealed class ProtocolsTransform(ProtocolsOptions options, IComponentContext context)
    : ProtocolTransform(options, context, [.. options.Protocols.Distinct().Select(name => Make(name, options))])
{
    private static Protocol Make(ProtocolName name, ProtocolsOptions options) => name switch
    {
        ProtocolName.Http => new HttpProtocol((int)options.MaxBody.Bytes, options.Redact),
        ProtocolName.Dns => new DnsProtocol(options.Memory.Bytes / 4),
        ProtocolName.Amqp => new AmqpProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Mqtt => new MqttProtocol((int)options.MaxBody.Bytes),
        ProtocolName.Nats => new NatsProtocol((int)options.MaxBody.Bytes, options.Redact),
        ProtocolName.Redis => new RedisProtocol((int)options.MaxBody.Bytes, options.RedactCommands),
        ProtocolName.Tls => new TlsProtocol((int)options.MaxBody.Bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no protocol"),
    };
}
