using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Kafka;

public sealed class KafkaFuzzTests
{
    private const int Seed = 20263;

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        Dictionary<ProtocolRun, ulong> rows = [];
        Fuzz.Run(Seed, Pieces, run => rows[run] = run.Stat("records", "kafka"));
        var made = rows.Values.Aggregate(0ul, (sum, n) => sum + n);
        Assert.True(made > (ulong)Fuzz.Inputs / 100, $"{made} rows: most inputs were not read as Kafka");
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var talk = RandomKafka.Make(random, random.Next(6) == 0, 1, [], connection);
        var position = random.Next(4) == 0 ? (ulong)random.Next(1000) : 0;
        foreach (var said in talk.Pieces)
        {
            var bytes = Mutated(random, said.Payload);
            foreach (var piece in Talk.Split([said with { Payload = bytes, Size = bytes.Length, Position = said.Position + position }], random, random.Next(20, 600)))
                if (random.Next(60) > 0)
                    yield return piece with
                    {
                        Size = random.Next(40) == 0 ? piece.Size + random.Next(5000) : piece.Size,
                        Position = random.Next(100) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                        Role = (byte)random.Next(6),
                        IsDatagram = random.Next(100) == 0,
                        Pid = (uint)random.Next(3),
                    };
        }
    }

    private static byte[] Mutated(Random random, byte[] bytes)
    {
        bytes = [.. bytes];
        if (random.Next(2) == 0)
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
        return random.Next(20) == 0 ? bytes[..random.Next(1, bytes.Length + 1)] : bytes;
    }
}
