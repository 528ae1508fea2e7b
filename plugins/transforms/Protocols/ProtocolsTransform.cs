using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Amqp;
using Pipeline.Transforms.Protocols.Dns;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Redis;

namespace Pipeline.Transforms.Protocols;

/// <summary>Turns what was sent and received on connections into requests with their responses.</summary>
internal sealed class ProtocolsTransform(ProtocolsOptions options, IComponentContext context)
    : ProtocolTransform(
        options,
        context,
        [
            new HttpProtocol((int)options.MaxBody.Bytes, options.Redact),
            new DnsProtocol(options.Memory.Bytes / 4),
            new AmqpProtocol((int)options.MaxBody.Bytes),
            new RedisProtocol((int)options.MaxBody.Bytes, options.RedactCommands),
        ])
{
}
