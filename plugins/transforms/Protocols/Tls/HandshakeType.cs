namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Messages of a handshake (RFC 8446, section 4) that are read.</summary>
internal enum HandshakeType : byte
{
    ClientHello = 1,
    ServerHello = 2,
}
