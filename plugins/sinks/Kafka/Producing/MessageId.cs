namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>What a message carries through librdkafka in the 64 bits of its opaque pointer: 32 bits its number in its write, 16 its table, 16 its write.</summary>
internal static class MessageId
{
    public static ulong Of(int write, int table, int message) => ((ulong)(uint)write << 48) | ((ulong)(ushort)table << 32) | (uint)message;

    public static int Write(ulong id) => (int)(id >> 48);

    public static int Table(ulong id) => (ushort)(id >> 32);

    public static int Message(ulong id) => (int)(uint)id;
}
