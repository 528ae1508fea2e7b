namespace Pipeline.Transforms.Protocols;

/// <summary>The protocols that the transform reads, as users name them and <c>protocol_stats</c> does.</summary>
internal enum ProtocolName
{
    /// <summary>HTTP/1.0 and 1.1.</summary>
    Http,

    /// <summary>HTTP/2 and gRPC.</summary>
    Http2,

    /// <summary>DNS over UDP and TCP.</summary>
    Dns,

    /// <summary>What Kafka's clients, brokers and controllers speak.</summary>
    Kafka,

    /// <summary>AMQP 0-9-1, which RabbitMQ speaks.</summary>
    Amqp,

    /// <summary>The session layer of Finagle.</summary>
    Mux,

    /// <summary>MQTT 3.1, 3.1.1 and 5.</summary>
    Mqtt,

    /// <summary>NATS, of clients.</summary>
    Nats,

    /// <summary>RESP2 and RESP3.</summary>
    Redis,

    /// <summary>The beginning of TLS connections.</summary>
    Tls,

    /// <summary>MySQL and MariaDB.</summary>
    Mysql,

    /// <summary>PostgreSQL.</summary>
    Pgsql,

    /// <summary>MongoDB's wire protocol.</summary>
    Mongo,

    /// <summary>Cassandra's native protocol.</summary>
    Cql,

    /// <summary>memcached's text, meta and binary protocols.</summary>
    Memcached,
}
