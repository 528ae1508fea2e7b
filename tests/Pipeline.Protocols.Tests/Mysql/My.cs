using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mysql;

/// <summary>Packets of MySQL's protocol as clients and servers write them, by an encoder of its own.</summary>
internal static class My
{
    public const uint Protocol41 = 0x200, ConnectWithDb = 8, SecureConnection = 0x8000, PluginAuth = 1 << 19, NoEof = 1 << 24, Ssl = 0x800, Zlib = 0x20, Track = 1 << 23,
        Attributes = 1 << 27;

    public const uint Usual = 1 | Protocol41 | ConnectWithDb | SecureConnection | PluginAuth;

    private const ushort AutoCommit = 2;

    public static byte[] Packet(int number, params byte[] payload) => [(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), (byte)number, .. payload];

    public static byte[] Greeting(string version = "8.0.36") =>
        Packet(0, [10, .. Zero(version), .. Int(7), .. new byte[8], 0, .. Short(0xFFFF), 33, .. Short(2), .. Short(0xFFFF), 21, .. new byte[10], .. new byte[13], .. Zero("mysql_native_password")]);

    public static byte[] Login(uint capabilities = Usual, int number = 1, uint more = 0) =>
        Packet(number, [.. Int((int)capabilities), .. Int(1 << 24), 33, .. new byte[19], .. Int((int)more), .. Zero("bob"), 20, .. Enumerable.Repeat((byte)'S', 20), .. Zero("shop"), .. Zero("mysql_native_password")]);

    public static byte[] Query(string text) => Packet(0, [3, .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] Prepare(string text) => Packet(0, [22, .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] Prepared(uint statement, int columns, int parameters, bool hasNoEof = false)
    {
        List<byte> bytes = [.. Packet(1, [0, .. Int((int)statement), .. Short(columns), .. Short(parameters), 0, .. Short(0)])];
        var number = 2;
        foreach (var count in new[] { parameters, columns })
        {
            for (var i = 0; i < count; i++)
                bytes.AddRange(Packet(number++, Column("c")));
            if (count > 0 && !hasNoEof)
                bytes.AddRange(Packet(number++, Eof()));
        }

        return [.. bytes];
    }

    /// <summary>An execution with types and values of parameters.</summary>
    public static byte[] Execute(uint statement, params (byte Type, byte[]? Value)[] values)
    {
        var nulls = new byte[(values.Length + 7) / 8];
        for (var i = 0; i < values.Length; i++)
            nulls[i / 8] |= (byte)(values[i].Value is null ? 1 << i % 8 : 0);
        byte[] rest = values.Length == 0 ? [] : [.. nulls, 1, .. values.SelectMany(v => (byte[])[v.Type, 0]), .. values.SelectMany(v => v.Value ?? [])];
        return Packet(0, [23, .. Int((int)statement), 0, .. Int(1), .. rest]);
    }

    public static byte[] Result(string[] columns, string?[][] rows, bool hasNoEof = false, ushort status = AutoCommit, int number = 1, int warnings = 0)
    {
        List<byte> bytes = [.. Packet(number++, (byte)columns.Length)];
        foreach (var column in columns)
            bytes.AddRange(Packet(number++, Column(column)));
        if (!hasNoEof)
            bytes.AddRange(Packet(number++, Eof()));
        foreach (var row in rows)
            bytes.AddRange(Packet(number++, [.. row.SelectMany(v => v is null ? [0xFB] : Counted(v))]));
        bytes.AddRange(Packet(number, hasNoEof ? [0xFE, 0, 0, .. Short(status), .. Short(warnings)] : Eof(status, warnings)));
        return [.. bytes];
    }

    public static byte[] Ok(int number = 1, byte affected = 0, ushort status = AutoCommit, int warnings = 0, byte[]? info = null) =>
        Packet(number, [0, affected, 0, .. Short(status), .. Short(warnings), .. info ?? []]);

    public static byte[] Error(int code, string state, string message, int number = 1) => Packet(number, [0xFF, .. Short(code), (byte)'#', .. Encoding.UTF8.GetBytes(state + message)]);

    public static byte[] Eof(ushort status = AutoCommit, int warnings = 0) => [0xFE, .. Short(warnings), .. Short(status)];

    /// <summary>As both ends of a compressed connection send it.</summary>
    public static byte[] Squeezed(int number, byte[] bytes, bool isPlain = false)
    {
        using var stream = new MemoryStream();
        using (var squeezed = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            squeezed.Write(bytes);
        var body = isPlain ? bytes : stream.ToArray();
        return [.. Packet(number, body).AsSpan(0, 4), .. Int(isPlain ? 0 : bytes.Length).AsSpan(0, 3), .. body];
    }

    public static byte[] Column(string name) =>
        [.. Counted("def"), .. Counted("db"), .. Counted("t"), .. Counted("t"), .. Counted(name), .. Counted(name), 12, .. Short(33), .. Int(100), 0xFD, .. Short(0), 0, 0, 0];

    public static byte[] Counted(string text) => [(byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Zero(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    public static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static Talk Ask(this Talk talk, params byte[][] packets) => talk.Say(true, [.. packets.SelectMany(p => p)]);

    public static Talk Answer(this Talk talk, params byte[][] packets) => talk.Say(false, [.. packets.SelectMany(p => p)]);

    /// <summary>A talk behind its beginning.</summary>
    public static Talk Begun(uint capabilities = Usual, string version = "8.0.36", ulong connection = 1) =>
        new Talk(connection).Answer(Greeting(version)).Ask(Login(capabilities)).Answer(Ok(2));
}
