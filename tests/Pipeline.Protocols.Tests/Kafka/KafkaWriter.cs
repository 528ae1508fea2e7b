using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>Writes messages of Kafka, by an encoder of its own: what a version has, and in which order, stands with who uses it.</summary>
internal sealed class KafkaWriter(bool isFlexible)
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public bool IsFlexible => isFlexible;

    public KafkaWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public KafkaWriter I8(int value) => Raw([(byte)value]);

    public KafkaWriter I16(int value) => Raw([(byte)(value >> 8), (byte)value]);

    public KafkaWriter I32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public KafkaWriter I64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public KafkaWriter Uuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Raw(bytes);
    }

    public KafkaWriter Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    public KafkaWriter Text(string? text)
    {
        var bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
        if (isFlexible)
            Varint((uint)(bytes?.Length + 1 ?? 0));
        else
            I16(bytes?.Length ?? -1);
        return Raw(bytes);
    }

    public KafkaWriter Blob(byte[]? bytes) => Count(bytes?.Length ?? -1).Raw(bytes);

    /// <summary>The length of an array, or of bytes; -1: null.</summary>
    public KafkaWriter Count(int count) => isFlexible ? Varint((uint)(count + 1)) : I32(count);

    public KafkaWriter Array<T>(IReadOnlyCollection<T>? values, Action<T> write)
    {
        Count(values?.Count ?? -1);
        foreach (var value in values ?? [])
            write(value);
        return this;
    }

    /// <summary>The end of a struct, with tagged fields where there can be some.</summary>
    public KafkaWriter End(params (int Tag, byte[] Value)[] tags)
    {
        if (!isFlexible)
            return this;
        Varint((uint)tags.Length);
        foreach (var (tag, value) in tags)
            Varint((uint)tag).Varint((uint)value.Length).Raw(value);
        return this;
    }
}
