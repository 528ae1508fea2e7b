using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>What each frame begins with.</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, uint Stream)
{
    /// <summary>Bytes it takes.</summary>
    public const int Bytes = 9;

    /// <summary>The most bytes that a frame may carry as long as nobody agreed on more.</summary>
    public const int FirstMost = 16 << 10;

    private const uint Reserved = 1u << 31;

    /// <summary>Reads one from the front of at least <see cref="Bytes"/> bytes.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> view) => new(
        view[0] << 16 | view[1] << 8 | view[2], (FrameType)view[3], (FrameFlags)view[4], BinaryPrimitives.ReadUInt32BigEndian(view[5..]));

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;

    /// <summary>The frame's stream, without the bit that means nothing.</summary>
    public uint StreamId => Stream & ~Reserved;

    /// <summary>Whether settings or a ping are taken note of by it.</summary>
    public bool IsAnswer => Has(FrameFlags.EndStream);

    /// <summary>Whether a frame may be so, by what receivers must refuse. How long it may be the two sides agree on; who is wrong about that is read all the same.</summary>
    public bool IsAllowed => Type switch
    {
        FrameType.Data or FrameType.Headers or FrameType.PushPromise or FrameType.Continuation => StreamId != 0,
        FrameType.Priority => StreamId != 0 && Length == 5,
        FrameType.RstStream => StreamId != 0 && Length == 4,
        FrameType.Settings => StreamId == 0 && Length % 6 == 0 && (Length == 0 || !IsAnswer),
        FrameType.Ping => StreamId == 0 && Length == 8,
        FrameType.GoAway => StreamId == 0 && Length >= 8,
        FrameType.WindowUpdate => Length == 4,
        _ => true,
    };

    /// <summary>Whether somebody would send such a frame: for bytes that may be something else.</summary>
    public bool IsUsual(int most) => Length <= most && IsAllowed && (Stream & Reserved) == 0 && UsualFlags is { } usual && ((int)Flags & ~usual) == 0
        && (Length > 0 || Type != FrameType.Data || Has(FrameFlags.EndStream));

    private int? UsualFlags => Type switch
    {
        FrameType.Data => 0x09,
        FrameType.Headers => 0x2D,
        FrameType.Settings or FrameType.Ping => 0x01,
        FrameType.PushPromise => 0x0C,
        FrameType.Continuation => 0x04,
        FrameType.Priority or FrameType.RstStream or FrameType.GoAway or FrameType.WindowUpdate or FrameType.AltSvc or FrameType.Origin or FrameType.PriorityUpdate => 0,
        _ => null,
    };
}
