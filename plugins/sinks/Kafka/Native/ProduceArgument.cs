using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>One argument of <see cref="Librdkafka.rd_kafka_produceva"/>. rd_kafka_vu_t: a kind and a union of 64 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct ProduceArgument
{
    [FieldOffset(0)]
    internal ProduceArgumentKind Kind;

    /// <summary>A topic, headers, or the first byte of a value or a key.</summary>
    [FieldOffset(8)]
    internal nint Pointer;

    /// <summary>Bytes of a value or a key.</summary>
    [FieldOffset(16)]
    internal nuint Size;

    [FieldOffset(8)]
    internal ulong Opaque;

    [FieldOffset(8)]
    internal int Flags;
}
