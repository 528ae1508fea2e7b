using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>What each message begins with: length, kind and tag.</summary>
/// <param name="Length">Bytes behind the length.</param>
/// <param name="Type">The kind.</param>
/// <param name="Tag">Which exchange it belongs to; 0: none.</param>
/// <param name="IsFragment">Whether more of the same message follows.</param>
internal readonly record struct MuxHeader(int Length, MuxType Type, int Tag, bool IsFragment)
{
    public const int Size = 8;
    public const int LengthBytes = 4;

    /// <summary>Bytes of it that its length counts.</summary>
    public const int Counted = Size - LengthBytes;

    /// <summary>The longest message that is believed; servers refuse much shorter ones.</summary>
    public const int MostBytes = 256 << 20;

    private const int MostTag = 0x7FFFFF;

    /// <summary>Whether the message asks for an answer.</summary>
    public bool Asks => Tag > 0 && Type is MuxType.Treq or MuxType.Tdispatch or MuxType.Tdrain or MuxType.Tping or MuxType.Tinit;

    /// <summary>Whether it asks, or tells, for nothing.</summary>
    public bool IsAlone => Type is MuxType.Tdiscarded or MuxType.OldTdiscarded or MuxType.Tlease;

    /// <summary>Reads one from <see cref="Size"/> bytes or more; false: it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> view, out MuxHeader header)
    {
        var tag = BinaryPrimitives.ReadInt32BigEndian(view[4..]);
        header = new MuxHeader(BinaryPrimitives.ReadInt32BigEndian(view), (MuxType)(sbyte)view[4], tag & MostTag, (tag & 0x800000) != 0);
        if (header.Length is < Counted or > MostBytes)
            return false;
        return header.Type switch
        {
            MuxType.Tping or MuxType.Rping or MuxType.Tdrain or MuxType.Rdrain => header is { Length: Counted, IsFragment: false },
            MuxType.Treq or MuxType.Rreq or MuxType.Tdispatch or MuxType.Rdispatch => header.Tag > 0 && header.Length > Counted,
            MuxType.Tinit or MuxType.Rinit => !header.IsFragment && header.Length >= Counted + 2,
            MuxType.Tdiscarded or MuxType.OldTdiscarded => header.Length >= Counted + 3,
            MuxType.Tlease => header is { Tag: 0, Length: Counted + 9, IsFragment: false },
            MuxType.Rerr or MuxType.OldRerr or MuxType.Rdiscarded => true,
            _ => false,
        };
    }

    /// <summary>Whether this answers a message of a kind.</summary>
    public bool Answers(MuxType type) => Type is MuxType.Rerr or MuxType.OldRerr or MuxType.Rdiscarded || (sbyte)Type == -(sbyte)type;
}
