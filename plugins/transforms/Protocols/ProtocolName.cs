namespace Pipeline.Transforms.Protocols;

/// <summary>The protocols that the transform reads, as users name them and <c>protocol_stats</c> does.</summary>
internal enum ProtocolName
{
    /// <summary>HTTP/1.0 and 1.1.</summary>
    Http,

    /// <summary>DNS over UDP and TCP.</summary>
    Dns,

    /// <summary>AMQP 0-9-1, which RabbitMQ speaks.</summary>
    Amqp,

    /// <summary>MQTT 3.1, 3.1.1 and 5.</summary>
    Mqtt,

    /// <summary>NATS, of clients.</summary>
    Nats,

    /// <summary>RESP2 and RESP3.</summary>
    Redis,

    /// <summary>The beginning of TLS connections.</summary>
    Tls,
}
