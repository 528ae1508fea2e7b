using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Inputs of <see cref="Fuzz"/> for a protocol: its words in any order, conversations of which bytes were changed, and bytes of chance.</summary>
internal static class RandomPieces
{
    public static IEnumerable<Said> Make(Random random, ulong connection, string[] words, Func<Talk> talk) =>
        Make(random, connection, [.. words.Select(Encoding.Latin1.GetBytes)], talk);

    /// <inheritdoc cref="Make(Random, ulong, string[], Func{Talk})"/>
    public static IEnumerable<Said> Make(Random random, ulong connection, byte[][] words, Func<Talk> talk)
    {
        var bytes = random.Next(4) switch
        {
            0 => Mutated(random, talk()),
            1 or 2 => Enumerable.Range(0, random.Next(1, 20)).SelectMany(_ => words[random.Next(words.Length)]).ToArray(),
            _ => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
        };
        // Half of them go on where the last one may have ended.
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        foreach (var piece in Talk.Split([new Said(connection, random.Next(2) == 0, position, bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size,
                Position = random.Next(30) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                Role = (byte)random.Next(6),
                IsDatagram = random.Next(50) == 0,
                Pid = (uint)random.Next(3),
            };
    }

    private static byte[] Mutated(Random random, Talk talk)
    {
        var isIngress = random.Next(2) == 0;
        var bytes = talk.Pieces.Where(p => p.IsIngress == isIngress).SelectMany(p => p.Payload).ToArray();
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(3)..];
    }
}
