namespace Pipeline.Protocols.Tests.Support;

/// <summary>Bytes of one direction of a connection, as a source tells of them.</summary>
internal sealed record Said(ulong Connection, bool IsIngress, ulong Position, byte[] Payload, long Time)
{
    /// <summary>Bytes in the stream, of which the payload may be the first few.</summary>
    public int Size { get; init; } = Payload.Length;

    public byte Role { get; init; } = 2;

    public bool IsDatagram { get; init; }

    /// <summary>Whether they are the plain text of an encrypted connection.</summary>
    public bool IsEncrypted { get; init; }

    public byte Transport { get; init; } = 6;

    /// <summary>Of the other end.</summary>
    public ushort Port { get; init; } = 40000;

    /// <summary>Of the other end, as in a cell.</summary>
    public byte[] Address { get; init; } = new byte[16];

    public uint Pid { get; init; } = 7;
}
