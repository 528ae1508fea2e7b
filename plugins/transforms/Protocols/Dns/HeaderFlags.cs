namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Flags of a message, at their bits in the header; DO, which stands in EDNS, where the header says that it is a response.</summary>
[Flags]
internal enum HeaderFlags : ushort
{
    None = 0,
    DnssecOk = 0x8000,
    Authoritative = 0x400,
    Truncated = 0x200,
    RecursionDesired = 0x100,
    RecursionAvailable = 0x80,
    AuthenticData = 0x20,
    CheckingDisabled = 0x10,
}
