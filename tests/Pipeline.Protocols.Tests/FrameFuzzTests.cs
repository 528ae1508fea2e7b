using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

/// <summary>All protocols on the same connections, where memory is short and connections are soon forgotten.</summary>
public sealed class FrameFuzzTests
{
    private const int Seed = 20270;

    private static readonly Func<Random, ulong, IEnumerable<Said>>[] Protocols = [HttpFuzzTests.Pieces, RedisFuzzTests.Pieces, DnsFuzzTests.Pieces];

    [Fact]
    public void Whatever_comes_from_wherever_is_read_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces, options: new ProtocolsOptions { Memory = new ByteSize(256 << 10), Timeout = TimeSpan.FromSeconds(20) });
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows");
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var isJoined = random.Next(5) == 0;
        foreach (var piece in Protocols[random.Next(Protocols.Length)](random, connection))
            yield return piece with
            {
                // A source that did not see the beginning, or counts anew; times of any clock.
                Position = isJoined && !piece.IsDatagram ? piece.Position + StreamPositions.UnknownStart : piece.Position,
                Time = random.Next(200) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : piece.Time,
            };
    }
}
