using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Where a resource record lies in its message.</summary>
internal readonly struct Record
{
    private const int FixedBytes = 10;

    public int Owner { get; private init; }

    public ushort Type { get; private init; }

    public ushort Class { get; private init; }

    public uint Ttl { get; private init; }

    /// <summary>Where its data begin.</summary>
    public int Data { get; private init; }

    public int Length { get; private init; }

    public int End => Data + Length;

    /// <summary>Reads the record at a place; where it ends, or <see cref="Names.Wrong"/> or <see cref="Names.Cut"/>.</summary>
    public static int Read(ReadOnlySpan<byte> message, int at, out Record record)
    {
        record = default;
        var owner = at;
        at = Names.Skip(message, at);
        if (at < 0)
            return at;
        if (at + FixedBytes > message.Length)
            return Names.Cut;
        var rest = message[at..];
        record = new Record
        {
            Owner = owner,
            Type = BinaryPrimitives.ReadUInt16BigEndian(rest),
            Class = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
            Ttl = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]),
            Data = at + FixedBytes,
            Length = BinaryPrimitives.ReadUInt16BigEndian(rest[8..]),
        };
        return record.End <= message.Length ? record.End : Names.Cut;
    }
}
