using System.Buffers.Binary;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Telling;

/// <summary>Bytes of chance, said in turns: noise, text, mostly zeros, and behind a length of each kind, as protocols of one's own making are.</summary>
internal static class Chance
{
    public static IReadOnlyList<Speaker> All =>
    [
        Of("noise", (random, size) => Noise(random, size)),
        Of("letters", (random, size) => [.. Noise(random, size).Select(b => (byte)(' ' + b % 95))]),
        Of("sparse", Sparse),
        Of("length of 2 bytes", (random, size) => [(byte)(size >> 8), (byte)size, .. Any(random, size)]),
        Of("length of 4 bytes, big", (random, size) => Framed(random, size, BinaryPrimitives.WriteInt32BigEndian)),
        Of("length of 4 bytes, little", (random, size) => Framed(random, size, BinaryPrimitives.WriteInt32LittleEndian)),
        Of("length of a varint", (random, size) => [(byte)(0x80 | size & 0x7F), (byte)(size >> 7), .. Any(random, size)]),
    ];

    private delegate void WriteLength(Span<byte> to, int length);

    private static Speaker Of(string name, Func<Random, int, byte[]> make) => new(name, random =>
    {
        var talk = new Talk();
        for (var turn = 0; turn < 6; turn++)
            talk.Say(turn % 2 == 0, make(random, random.Next(3) == 0 ? random.Next(1, 40) : random.Next(1, 600)));
        return talk.Pieces;
    })
    {
        IsKnown = false,
    };

    private static byte[] Any(Random random, int size) => random.Next(2) == 0 ? Noise(random, size) : Sparse(random, size);

    private static byte[] Noise(Random random, int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Sparse(Random random, int size) =>
        [.. Noise(random, size).Select(b => random.Next(4) switch { 0 => b, 1 => (byte)(b & 7), _ => (byte)0 })];

    private static byte[] Framed(Random random, int size, WriteLength write)
    {
        var bytes = new byte[4 + size];
        write(bytes, size);
        Any(random, size).CopyTo(bytes, 4);
        return bytes;
    }
}
