namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What a message asks for.</summary>
internal enum Opcode : byte
{
    Query = 0,
    Iquery = 1,
    Status = 2,
    Notify = 4,
    Update = 5,
    Dso = 6,
}
