using System.Text;

namespace Pipeline.Servers.Collector.Answering;

/// <summary>The few messages that answers consist of, in protobuf.</summary>
internal static class Messages
{
    /// <summary>An Export*ServiceResponse: empty, or with a partial success.</summary>
    public static byte[] Response(Answer answer)
    {
        if (answer.RejectedRows == 0 && answer.Message.Length == 0)
            return [];
        byte[] rejected = answer.RejectedRows == 0 ? [] : [.. Number(1, (ulong)answer.RejectedRows)];
        return [.. Bytes(1, [.. rejected, .. Bytes(2, Encoding.UTF8.GetBytes(answer.Message))])];
    }

    /// <summary>A google.rpc.Status.</summary>
    public static byte[] Status(int code, string message, TimeSpan? retryDelay)
    {
        List<byte> status = [.. Number(1, (ulong)code), .. Bytes(2, Encoding.UTF8.GetBytes(message))];
        if (retryDelay is { } delay)
        {
            var nanoseconds = delay.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
            byte[] duration = [.. Number(1, (ulong)(delay.Ticks / TimeSpan.TicksPerSecond)), .. Number(2, (ulong)nanoseconds)];
            status.AddRange(Bytes(3, [.. Bytes(1, "type.googleapis.com/google.rpc.RetryInfo"u8), .. Bytes(2, Bytes(1, duration))]));
        }

        return [.. status];
    }

    private static byte[] Number(int field, ulong value) => [(byte)(field << 3), .. Varint(value)];

    private static byte[] Bytes(int field, ReadOnlySpan<byte> value) => [(byte)(field << 3 | 2), .. Varint((ulong)value.Length), .. value];

    private static List<byte> Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
