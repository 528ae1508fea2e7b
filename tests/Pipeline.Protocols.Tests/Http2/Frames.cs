using System.Buffers.Binary;

namespace Pipeline.Protocols.Tests.Http2;

/// <summary>Frames as a sender writes them.</summary>
internal static class Frames
{
    public static byte[] Preface { get; } = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    public static byte[] Of(byte type, byte flags, uint stream, params ReadOnlySpan<byte> body)
    {
        var frame = new byte[9 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(5), stream);
        body.CopyTo(frame.AsSpan(9));
        return frame;
    }

    public static byte[] Data(uint stream, ReadOnlySpan<byte> body, bool isEnd = false, int padding = -1) =>
        padding < 0 ? Of(0, (byte)(isEnd ? 1 : 0), stream, body) : Of(0, (byte)(isEnd ? 9 : 8), stream, [(byte)padding, .. body, .. new byte[padding]]);

    public static byte[] Headers(uint stream, ReadOnlySpan<byte> block, bool isEnd = false) => Of(1, (byte)(isEnd ? 5 : 4), stream, block);

    /// <summary>HEADERS with all that they may have, in as many frames as asked for.</summary>
    public static byte[] Headers(Random random, uint stream, byte[] block, bool isEnd, uint? promised = null)
    {
        var parts = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        var (padding, priority) = (random.Next(5) == 0 ? random.Next(20) : -1, promised is null && random.Next(4) == 0);
        var flags = (isEnd ? 1 : 0) | (parts == 1 ? 4 : 0) | (padding >= 0 ? 8 : 0) | (priority ? 0x20 : 0);
        var first = parts == 1 ? block.Length : random.Next(block.Length + 1);
        List<byte> body = [];
        if (padding >= 0)
            body.Add((byte)padding);
        if (priority)
            body.AddRange([0, 0, 0, 0, 15]);
        if (promised is { } id)
            body.AddRange([(byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id]);
        body.AddRange(block[..first]);
        body.AddRange(new byte[Math.Max(0, padding)]);
        List<byte> all = [.. Of((byte)(promised is null ? 1 : 5), (byte)flags, stream, body.ToArray())];
        for (var part = 1; part < parts; part++)
        {
            var next = part == parts - 1 ? block.Length : random.Next(first, block.Length + 1);
            all.AddRange(Of(9, (byte)(part == parts - 1 ? 4 : 0), stream, block.AsSpan(first..next)));
            first = next;
        }

        return [.. all];
    }

    public static byte[] Reset(uint stream, uint code) => Of(3, 0, stream, Number(code));

    public static byte[] GoAway(uint last, uint code) => Of(7, 0, 0, [.. Number(last), .. Number(code), .. "bye"u8]);

    public static byte[] Settings(params (ushort Id, uint Value)[] settings) =>
        Of(4, 0, 0, [.. settings.SelectMany(s => (byte[])[(byte)(s.Id >> 8), (byte)s.Id, .. Number(s.Value)])]);

    /// <summary>A message of gRPC.</summary>
    public static byte[] Message(int length) => [0, .. Number((uint)length), .. new byte[length]];

    private static byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
