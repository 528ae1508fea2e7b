using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>A message of a delivery report. rd_kafka_message_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaMessage
{
    internal ErrorCode Error;
    internal nint Topic;
    internal int Partition;
    internal byte* Payload;
    internal nuint Length;
    internal byte* Key;
    internal nuint KeyLength;
    internal long Offset;
    internal ulong Opaque;
}
