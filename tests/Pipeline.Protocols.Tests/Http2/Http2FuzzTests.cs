using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Http2;

public sealed class Http2FuzzTests
{
    private const int Seed = 91130;

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces);
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows");
    }

    [Fact]
    public void Stream_that_is_cut_anywhere_is_read_as_far_as_it_goes()
    {
        var conversation = new RandomHttp2(new Random(Seed), 1, 3);
        var pieces = conversation.Talk.Pieces;
        for (var side = 0; side < 2; side++)
            for (var at = 0; at < pieces.Count; at++)
                for (var length = 0; length < pieces[at].Size && pieces[at].IsIngress == (side == 0); length += 1 + pieces[at].Size / 50)
                {
                    using var run = new ProtocolRun();
                    run.Feed([.. pieces.Take(at), pieces[at] with { Payload = pieces[at].Payload[..length], Size = length }]);
                    Assert.All(run.Rows, row => Assert.Equal(conversation.Rows[row.Path], row));
                    run.Finish();
                    Assert.Equal(0ul, run.Stat("invalid", "http2"));
                }
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection) => random.Next(3) switch
    {
        0 => Conversation(random),
        1 => Cut(random, connection, Words(random)),
        _ => Cut(random, connection, Mutated(random)),
    };

    /// <summary>A few streams on a connection of their own, now and then with wrong bytes, and without some of the pieces.</summary>
    private static IEnumerable<Said> Conversation(Random random)
    {
        var talk = new RandomHttp2(random, (ulong)random.NextInt64(1000, long.MaxValue), random.Next(1, 4)).Talk;
        foreach (var piece in Talk.Split(talk.Pieces, random, random.Next(1, 500)))
        {
            if (random.Next(50) == 0)
                piece.Payload[random.Next(piece.Payload.Length)] = (byte)random.Next(256);
            if (random.Next(50) > 0)
                yield return piece;
        }
    }

    private static IEnumerable<Said> Cut(Random random, ulong connection, byte[] bytes)
    {
        foreach (var piece in Talk.Split([new Said(connection, random.Next(2) == 0, (ulong)random.Next(1000), bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with { Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size, Role = (byte)random.Next(6), IsDatagram = random.Next(50) == 0 };
    }

    private static byte[] Mutated(Random random)
    {
        var pieces = new RandomHttp2(random, 1, 1).Talk.Pieces;
        byte[] bytes = [.. pieces.Where(p => p.IsIngress == (random.Next(2) == 0)).SelectMany(p => p.Payload), 0];
        for (var changes = random.Next(6); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>Frames of any type and length, with fields of chance.</summary>
    private static byte[] Words(Random random)
    {
        List<byte> bytes = random.Next(2) == 0 ? [.. Frames.Preface] : [];
        for (var count = random.Next(1, 12); count > 0; count--)
        {
            var body = new byte[random.Next(random.Next(4) == 0 ? 300 : 20)];
            random.NextBytes(body);
            var frame = Frames.Of((byte)random.Next(12), (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(2) * 5), (uint)random.Next(10), body);
            if (random.Next(20) == 0)
                frame[random.Next(3)] = (byte)random.Next(256);
            bytes.AddRange(frame);
        }

        return [.. bytes];
    }
}
