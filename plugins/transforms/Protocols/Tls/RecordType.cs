namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Types of records (RFC 8446, section 5.1; RFC 6520).</summary>
internal enum RecordType : byte
{
    ChangeCipherSpec = 20,
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,
    Heartbeat = 24,
}
