using System.Text;

namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>Frames, headers and records.</summary>
internal static class KafkaBytes
{
    private const int NoClient = -1;

    /// <summary>A request with its length.</summary>
    public static byte[] Request(int api, int version, int number, string? client, KafkaWriter body)
    {
        var head = new KafkaWriter(false).I16(api).I16(version).I32(number);
        if (client is null)
            head.I16(NoClient);
        else
            head.Text(client);
        // The header has tagged fields where the body has some.
        if (body.IsFlexible)
            head.I8(0);
        return Framed([.. head.Bytes, .. body.Bytes]);
    }

    public static byte[] Response(int number, KafkaWriter body, bool hasTags = true)
    {
        var head = new KafkaWriter(false).I32(number);
        if (body.IsFlexible && hasTags)
            head.I8(0);
        return Framed([.. head.Bytes, .. body.Bytes]);
    }

    public static byte[] Framed(byte[] message) => [.. new KafkaWriter(false).I32(message.Length).Bytes, .. message];

    /// <summary>A batch of format 2.</summary>
    /// <param name="records">Records it says it has.</param>
    /// <param name="data">Bytes of theirs, of any content.</param>
    /// <param name="codec">0 to 4.</param>
    /// <param name="isControl">Whether it marks the end of a transaction.</param>
    public static byte[] Batch(int records, byte[] data, int codec = 0, bool isControl = false)
    {
        var behindLength = new KafkaWriter(false).I32(0).I8(2).I32(0x1234).I16(codec | (isControl ? 0x20 : 0)).I32(records - 1).I64(1).I64(2).I64(-1).I16(-1).I32(-1).I32(records).Raw(data).Bytes;
        return [.. new KafkaWriter(false).I64(0).I32(behindLength.Length).Bytes, .. behindLength];
    }

    /// <summary>A message of format 0 or 1.</summary>
    public static byte[] Message(int format, string value, int codec = 0)
    {
        var behindSize = new KafkaWriter(false).I32(0x1234).I8(format).I8(codec);
        if (format == 1)
            behindSize.I64(1_700_000_000_000);
        behindSize.I32(-1).Blob(Encoding.UTF8.GetBytes(value));
        return [.. new KafkaWriter(false).I64(0).I32(behindSize.Bytes.Length).Bytes, .. behindSize.Bytes];
    }
}
