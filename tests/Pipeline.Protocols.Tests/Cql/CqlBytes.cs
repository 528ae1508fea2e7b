using System.Buffers.Binary;
using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Cql;

namespace Pipeline.Protocols.Tests.Cql;

/// <summary>Envelopes and segments of CQL, for tests.</summary>
internal static class CqlBytes
{
    public const byte Error = 0;
    public const byte Startup = 1;
    public const byte Ready = 2;
    public const byte Query = 7;
    public const byte Result = 8;
    public const byte Prepare = 9;
    public const byte Execute = 10;
    public const byte Event = 12;
    public const byte Batch = 13;

    public static byte[] Envelope(int version, int stream, byte opcode, byte[] body, byte flags = 0) =>
        [(byte)(version | (opcode is 0 or 2 or 3 or 6 or 8 or 12 or 14 or 16 ? 0x80 : 0)), flags, .. Short(stream), opcode, .. Int(body.Length), .. body];

    public static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Int(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] String(string text) => [.. Short(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] LongString(string text) => [.. Int(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Value(byte[]? bytes) => bytes is null ? Int(-1) : [.. Int(bytes.Length), .. bytes];

    public static byte[] Utf8(string text) => Value(Encoding.UTF8.GetBytes(text));

    /// <summary>The body of a query, with values.</summary>
    public static byte[] QueryBody(int version, string text, int consistency = 1, params byte[][] values) => [.. LongString(text), .. Parameters(version, consistency, values)];

    /// <summary>What is behind a statement.</summary>
    public static byte[] Parameters(int version, int consistency, params byte[][] values)
    {
        var flags = values.Length > 0 ? 1 : 0;
        return [.. Short(consistency), .. version == 5 ? Int(flags) : [(byte)flags], .. values.Length > 0 ? Short(values.Length) : [], .. values.SelectMany(v => v)];
    }

    /// <summary>The body of a result with rows of some columns, all of one table.</summary>
    public static byte[] Rows((string Name, byte[] Type)[] columns, params byte[][][] rows) =>
        [.. Int(2), .. Int(1), .. Int(columns.Length), .. Table, .. Columns(columns), .. Int(rows.Length), .. rows.SelectMany(r => r).SelectMany(v => v)];

    /// <summary>The body of a result that describes a prepared statement.</summary>
    public static byte[] Prepared(int version, byte[] id, (string Name, byte[] Type)[] variables, (string Name, byte[] Type)[] results) =>
    [
        .. Int(4), .. Short(id.Length), .. id, .. version == 5 ? [.. Short(id.Length), .. id] : Array.Empty<byte>(),
        .. Int(1), .. Int(variables.Length), .. version > 3 ? Int(0) : [], .. Table, .. Columns(variables),
        .. results.Length == 0 ? [.. Int(4), .. Int(0)] : (byte[])[.. Int(1), .. Int(results.Length), .. Table, .. Columns(results)],
    ];

    public static byte[] Type(int id) => Short(id);

    /// <summary>A segment that is not compressed; its payload's checksum is left zero.</summary>
    public static byte[] Segment(byte[] payload, bool isSelfContained = true)
    {
        var bits = payload.Length | (isSelfContained ? 1 << 17 : 0);
        byte[] head = [(byte)bits, (byte)(bits >> 8), (byte)(bits >> 16)];
        var crc = SegmentHeader.Checksum(head);
        return [.. head, (byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), .. payload, 0, 0, 0, 0];
    }

    /// <summary>A segment in LZ4, all literals.</summary>
    public static byte[] PackedSegment(byte[] payload)
    {
        var packed = Literals(payload);
        var bits = (uint)packed.Length | (ulong)(uint)payload.Length << 17 | 1ul << 34;
        byte[] head = [(byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24), (byte)(bits >> 32)];
        var crc = SegmentHeader.Checksum(head);
        return [.. head, (byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), .. packed, 0, 0, 0, 0];
    }

    /// <summary>A block of LZ4 without references.</summary>
    public static byte[] Literals(byte[] plain)
    {
        if (plain.Length < 15)
            return [(byte)(plain.Length << 4), .. plain];
        List<byte> block = [0xF0];
        var left = plain.Length - 15;
        for (; left >= 255; left -= 255)
            block.Add(255);
        block.Add((byte)left);
        return [.. block, .. plain];
    }

    /// <summary>A request and its answer.</summary>
    public static Talk Do(this Talk talk, int version, int stream, byte opcode, byte[] body, byte answer, byte[] answerBody) =>
        talk.Say(true, Envelope(version, stream, opcode, body)).Say(false, Envelope(version, stream, answer, answerBody));

    private static byte[] Table => [.. String("shop"), .. String("people")];

    private static byte[] Columns((string Name, byte[] Type)[] columns) => [.. columns.SelectMany(c => (byte[])[.. String(c.Name), .. c.Type])];
}
