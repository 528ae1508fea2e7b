namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Extensions that are looked into, by IANA's registry.</summary>
internal enum ExtensionType : ushort
{
    ServerName = 0,
    SupportedGroups = 10,
    SignatureAlgorithms = 13,
    Alpn = 16,
    PreSharedKey = 41,
    SupportedVersions = 43,
    KeyShare = 51,
}
