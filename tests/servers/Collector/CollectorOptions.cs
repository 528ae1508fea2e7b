using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Servers.Collector;

/// <summary>How a <see cref="OtlpCollector"/> listens, always on the loopback address, and what it keeps.</summary>
public sealed record CollectorOptions
{
    /// <summary>Port for gRPC; 0: the kernel chooses.</summary>
    public int GrpcPort { get; init; }

    /// <summary>Port for HTTP; 0: the kernel chooses.</summary>
    public int HttpPort { get; init; }

    /// <summary>With private key: both ports speak TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Clients must have a certificate that this one signed.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    /// <summary>Requests are kept with their bytes, for tests; else only counted, which millions of rows cost little.</summary>
    public bool KeepsRequests { get; init; } = true;

    /// <summary>Bytes of a decompressed request above which it is refused, as servers do: HTTP 413, gRPC RESOURCE_EXHAUSTED. Null: none is too large.</summary>
    public int? LargestMessage { get; init; }

    /// <summary>A request that is too large by its Content-Length is refused before it is read, as proxies do.</summary>
    public bool RefusesUnread { get; init; }
}
