using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Protocols.Tests.Mux;

/// <summary>Messages of Mux, written from the protocol's description.</summary>
internal static class MuxBytes
{
    public const int MoreFollows = 1 << 23;

    public static byte[] Message(int type, int tag, params byte[] body)
    {
        var bytes = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 4 + body.Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), tag);
        bytes[4] = (byte)type;
        body.CopyTo(bytes, 8);
        return bytes;
    }

    public static byte[] Tdispatch(int tag, string path, byte[] payload, params (string From, string To)[] rules) => Message(2, tag, Dispatch(path, payload, rules));

    /// <summary>What is behind the header.</summary>
    public static byte[] Dispatch(string path, byte[] payload, params (string From, string To)[] rules) =>
    [
        0, 2, .. Text("com.twitter.finagle.tracing.TraceContext"), .. Text("\u0001secret-trace"), .. Text("com.twitter.finagle.Deadline"), .. Text("12345678"),
        .. Text(path), 0, (byte)rules.Length, .. rules.SelectMany(r => (byte[])[.. Text(r.From), .. Text(r.To)]), .. payload,
    ];

    public static byte[] Rdispatch(int tag, int status, string payload) => Message(-2, tag, [(byte)status, 0, 1, .. Text("key"), .. Text("value"), .. Encoding.UTF8.GetBytes(payload)]);

    public static byte[] Tinit(int tag) => Message(68, tag, [0, 1, .. Long("mux-framer"), .. Long("\0\0\uffff"), .. Long("tls"), .. Long("off")]);

    public static byte[] Rinit(int tag) => Message(-68, tag, [0, 1, .. Long("mux-framer"), .. Long("\0\0\uffff")]);

    public static byte[] Tping(int tag) => Message(65, tag);

    public static byte[] Rping(int tag) => Message(-65, tag);

    public static byte[] Rerr(int tag, string why) => Message(-128, tag, Encoding.UTF8.GetBytes(why));

    /// <summary>The same message in fragments of at most so many bytes.</summary>
    public static List<byte[]> Fragments(int type, int tag, byte[] body, int most)
    {
        List<byte[]> fragments = [];
        for (var at = 0; at < body.Length; at += most)
            fragments.Add(Message(type, tag | (at + most < body.Length ? MoreFollows : 0), body[at..Math.Min(body.Length, at + most)]));
        return fragments;
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    private static byte[] Long(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
