namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>What both ends of a connection can do, as far as it decides how packets are read.</summary>
[Flags]
internal enum MyCapabilities : ulong
{
    None = 0,

    /// <summary>Not a client or server of MariaDB that says what more it can do.</summary>
    LongPassword = 1,

    ConnectWithDb = 1 << 3,
    Compress = 1 << 5,
    Protocol41 = 1 << 9,
    Ssl = 1 << 11,
    SecureConnection = 1 << 15,
    PluginAuth = 1 << 19,
    ConnectAttributes = 1 << 20,
    LengthEncodedAuth = 1 << 21,
    SessionTrack = 1 << 23,
    DeprecateEof = 1 << 24,
    OptionalMetadata = 1 << 25,
    Zstd = 1 << 26,
    QueryAttributes = 1 << 27,
    CacheMetadata = 1ul << 36,
}
