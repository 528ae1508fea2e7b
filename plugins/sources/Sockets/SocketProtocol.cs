namespace Pipeline.Sources.Sockets;

/// <summary>What the kernel's programs can tell apart; their numbers for it.</summary>
public enum SocketProtocol
{
    /// <summary>None of these, or not yet known.</summary>
    Unknown,

    /// <summary>HTTP/1.</summary>
    Http,

    /// <summary>HTTP/2.</summary>
    Http2,

    /// <summary>MySQL and MariaDB.</summary>
    Mysql,

    /// <summary>Cassandra.</summary>
    Cql,

    /// <summary>PostgreSQL.</summary>
    Pgsql,

    /// <summary>DNS.</summary>
    Dns,

    /// <summary>Redis.</summary>
    Redis,

    /// <summary>NATS.</summary>
    Nats,

    /// <summary>MongoDB.</summary>
    Mongo,

    /// <summary>Kafka.</summary>
    Kafka,

    /// <summary>Finagle's Mux.</summary>
    Mux,

    /// <summary>AMQP.</summary>
    Amqp,

    /// <summary>TLS: of what is on the wire the handshake.</summary>
    Tls,

    /// <summary>MQTT.</summary>
    Mqtt,

    /// <summary>memcached, text and binary.</summary>
    Memcached,
}
