using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>A frame's parts: type, channel, length, payload, and a byte that ends it.</summary>
internal static class Frame
{
    public const byte Method = 1;
    public const byte ContentHeader = 2;
    public const byte Body = 3;
    public const byte Heartbeat = 8;
    public const byte End = 0xCE;

    /// <summary>Bytes before the payload.</summary>
    public const int HeadBytes = 7;

    /// <summary>Bytes of a method's payload before its arguments.</summary>
    public const int NumberBytes = 4;

    /// <summary>Class, weight, size of the body and flags: the least that the payload of a content header has.</summary>
    public const int LeastHeader = 14;

    /// <summary>Bytes of the payload of a method or content header that are read; what is behind them is passed over.</summary>
    public const uint MostRead = 32 << 10;

    /// <summary>The class of all methods that have content.</summary>
    public const ushort BasicClass = 60;

    private const ushort ConnectionClass = 10;

    /// <summary>What a client says first.</summary>
    public static ReadOnlySpan<byte> Header => "AMQP\0\0\u0009\u0001"u8;

    public static ushort ChannelOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);

    /// <summary>Bytes of the payload.</summary>
    public static uint SizeOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[3..]);

    /// <summary>Bytes of all of it.</summary>
    public static long LengthOf(ReadOnlySpan<byte> frame) => HeadBytes + (long)SizeOf(frame) + 1;

    public static ushort ClassOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[HeadBytes..]);

    public static ushort MethodOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[(HeadBytes + 2)..]);

    /// <summary>Whether a frame that tells what it is, any but a body, begins here; null where more bytes are needed to tell. Where true it is all there.</summary>
    public static bool? Begins(ReadOnlySpan<byte> view, Sender sender)
    {
        if (view[0] is not (Method or ContentHeader or Heartbeat))
            return false;
        if (view.Length < HeadBytes + NumberBytes)
            return view[0] == Heartbeat ? IsHeartbeat(view) : view.Length < HeadBytes || SizeOf(view) is >= NumberBytes and <= MostRead ? null : false;
        if (view[0] == Heartbeat)
            return IsHeartbeat(view);
        var size = SizeOf(view);
        if (size < (view[0] == Method ? NumberBytes : LeastHeader) || size > MostRead)
            return false;
        if (view[0] == Method ? !IsMethod(view, sender) : ClassOf(view) != BasicClass || MethodOf(view) != 0)
            return false;
        var length = (int)LengthOf(view);
        return view.Length < length ? null : view[length - 1] == End;
    }

    private static bool? IsHeartbeat(ReadOnlySpan<byte> view)
    {
        ReadOnlySpan<byte> heartbeat = [Heartbeat, 0, 0, 0, 0, 0, 0, End];
        return heartbeat.StartsWith(view[..Math.Min(view.Length, heartbeat.Length)]) ? view.Length < heartbeat.Length ? null : true : false;
    }

    private static bool IsMethod(ReadOnlySpan<byte> view, Sender sender)
    {
        var classId = ClassOf(view);
        return Methods.Find(classId, MethodOf(view)) is { } method && (method.Sender & sender) != 0 && classId == ConnectionClass == (ChannelOf(view) == 0);
    }
}
