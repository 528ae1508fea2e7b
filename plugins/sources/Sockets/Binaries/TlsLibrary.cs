namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Whose functions encrypt and decrypt.</summary>
internal enum TlsLibrary
{
    /// <summary>OpenSSL and what has its functions: BoringSSL, LibreSSL, AWS-LC; as a library or inside a program.</summary>
    OpenSsl,

    /// <summary>GnuTLS.</summary>
    GnuTls,

    /// <summary>What .NET has between itself and OpenSSL.</summary>
    DotNet,

    /// <summary>Go's crypto/tls.</summary>
    Go,

    /// <summary>rustls, which is recognised and not observed.</summary>
    Rustls,
}
