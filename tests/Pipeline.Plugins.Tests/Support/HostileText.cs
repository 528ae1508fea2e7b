namespace Pipeline.Plugins.Tests.Support;

/// <summary>Texts as nobody should send them: cut sequences, surrogates, overlong forms, controls, quotes, joined at random.</summary>
internal static class HostileText
{
    private static readonly byte[][] Pieces =
    [
        [], "plain text"u8.ToArray(), " "u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(), "\n\r\t\b\f"u8.ToArray(), [0x00], [0x1b, (byte)'[', (byte)'3', (byte)'1', (byte)'m'],
        [0x7f], [0xc2, 0x9b], [0xc2, 0x85], [0xc2, 0xa0], [0xc2], [0xc2, 0x41], [0x80], [0xbf, 0xbf], "é"u8.ToArray(), "日本語"u8.ToArray(), "😀"u8.ToArray(),
        [0xe6, 0x97], [0xf0, 0x9f, 0x98], [0xf0, 0x9f], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0xff],
        "\u202e\u2066\u200f"u8.ToArray(), "\u2028"u8.ToArray(), "e\u0301"u8.ToArray(), "a=b"u8.ToArray(), "'"u8.ToArray(), "</script>"u8.ToArray(),
    ];

    public static byte[] Next(Random random)
    {
        if (random.Next(50) == 0)
            return Bytes(random, random.Next(2000));
        return [.. Enumerable.Range(0, random.Next(5)).SelectMany(_ => Pieces[random.Next(Pieces.Length)])];
    }

    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
