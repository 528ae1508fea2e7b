namespace Pipeline.Protocols.Tests.Support;

/// <summary>Messages as resolvers and servers send them, and as nobody does.</summary>
internal static class RandomMessage
{
    private static readonly ushort[] Types =
        [1, 2, 5, 6, 12, 13, 15, 16, 17, 25, 28, 29, 33, 35, 37, 39, 43, 44, 46, 47, 48, 50, 51, 52, 61, 62, 63, 64, 65, 99, 108, 250, 251, 252, 255, 256, 257, 65280];

    public static DnsBytes Make(Random random, bool isResponse)
    {
        var name = Name(random);
        var opcode = random.Next(12) switch { 0 => 5, 1 => 4, _ => 0 };
        var bits = (ushort)((isResponse ? 0x8080 | random.Next(12) : 0) | opcode << 11 | random.Next(2) << 8 | random.Next(8) / 7 << 9);
        var message = new DnsBytes((ushort)random.Next(20), bits).Question(name, Types[random.Next(Types.Length)]);
        for (var records = isResponse ? random.Next(6) : random.Next(6) / 5; records > 0; records--)
            message.Record(6 + 2 * Math.Min(2, random.Next(4)), random.Next(2) == 0 ? name : Name(random), Types[random.Next(Types.Length)], 1, (uint)random.Next(), Data(random));
        if (random.Next(3) == 0)
            message.Edns((uint)random.Next(4) << 14, [0, (byte)random.Next(16), 0, 4, .. Bytes(random, 4)]);
        return message;
    }

    /// <summary>Some bytes of it are others, and some are missing or too many.</summary>
    public static byte[] Mutate(Random random, byte[] message)
    {
        for (var changes = random.Next(5); changes > 0; changes--)
            message[random.Next(message.Length)] = random.Next(3) == 0 ? (byte)0xC0 : (byte)random.Next(256);
        return random.Next(4) switch { 0 => message[..random.Next(1, message.Length)], 1 => [.. message, .. Bytes(random, random.Next(40))], _ => message };
    }

    private static string Name(Random random) =>
        string.Join('.', Enumerable.Range(0, random.Next(5)).Select(_ => new string((char)random.Next(random.Next(4) == 0 ? 1 : 'a', 256 - 'z'), random.Next(1, 20)).Replace('.', 'x')));

    private static byte[] Data(Random random) => random.Next(4) switch
    {
        0 => Bytes(random, random.Next(300)),
        1 => [.. Bytes(random, random.Next(24)), 0xC0, (byte)random.Next(64)],
        2 => [.. Bytes(random, 18), 3, (byte)'a', (byte)'b', (byte)'c', 0, .. Bytes(random, random.Next(30))],
        _ => [0, 1, 1, (byte)'x', 0, 0, 1, 0, 3, 2, (byte)'h', (byte)'2', 0, 4, 0, 4, 1, 2, 3, 4],
    };

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
