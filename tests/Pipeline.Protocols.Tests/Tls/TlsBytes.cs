using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Protocols.Tests.Tls;

/// <summary>Records and hellos as RFC 8446 and RFC 5246 lay them out.</summary>
internal static class TlsBytes
{
    /// <summary>Of the hello that asks for another one.</summary>
    private const string RetryRandom = "CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C";

    public static byte[] ChangeCipherSpec => Record(20, [1]);

    public static byte[] Record(byte type, byte[] body) => [type, 3, 3, .. Short(body.Length), .. body];

    public static byte[] Alert(byte level, byte description) => Record(21, [level, description]);

    public static byte[] Message(byte type, byte[] body) => [type, (byte)(body.Length >> 16), .. Short(body.Length & 0xFFFF), .. body];

    public static byte[] Client(ushort[] ciphers, params (int Type, byte[] Body)[] extensions) => Client(0x0303, new byte[32], ciphers, extensions);

    public static byte[] Client(int version, byte[] session, ushort[] ciphers, params (int Type, byte[] Body)[] extensions) => Message(1,
    [
        .. Short(version), .. new byte[32], (byte)session.Length, .. session, .. Vector([.. ciphers.SelectMany(c => Short(c))]), 1, 0, .. Extensions(extensions),
    ]);

    public static byte[] Server(int version, ushort cipher, byte[] session, params (int Type, byte[] Body)[] extensions) =>
        Message(2, [.. Short(version), .. Enumerable.Repeat((byte)7, 32), (byte)session.Length, .. session, .. Short(cipher), 0, .. Extensions(extensions)]);

    public static byte[] Retry(ushort cipher) =>
        Message(2, [3, 3, .. Convert.FromHexString(RetryRandom), 0, .. Short(cipher), 0, .. Extensions([(43, [3, 4]), (51, [0, 24])])]);

    public static (int Type, byte[] Body) ServerName(string name) => (0, Vector([0, .. Vector(Encoding.ASCII.GetBytes(name))]));

    public static (int Type, byte[] Body) Alpn(params string[] names) =>
        (16, Vector([.. names.SelectMany(n => new[] { (byte)n.Length }.Concat(Encoding.Latin1.GetBytes(n)))]));

    public static (int Type, byte[] Body) Versions(params int[] versions) => (43, [(byte)(2 * versions.Length), .. versions.SelectMany(v => Short(v))]);

    public static (int Type, byte[] Body) Signatures(params int[] algorithms) => (13, Vector([.. algorithms.SelectMany(a => Short(a))]));

    public static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Extensions((int Type, byte[] Body)[] extensions) =>
        Vector([.. extensions.SelectMany(e => Short(e.Type).Concat(Vector(e.Body)))]);

    private static byte[] Vector(byte[] bytes) => [.. Short(bytes.Length), .. bytes];
}
