using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Amqp.AmqpBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Amqp;

public sealed class AmqpFuzzTests
{
    private const int Seed = 20302;

    private static readonly string[] Words =
    [
        Header, Heartbeat, "AMQP\0\u0001\0\0", "\u0001\0\u0001", "\u0002\0\u0001", "\u0003\0\u0001\0\0\0\u0005hello\u00ce", "\u00ce", "\0\0\0\0", "\u00ff\u00ff\u00ff\u00ff", Declare(1, "q"), DeclareOk(1, "q"),
        Publish(1, "e", "k", "hello"), Deliver(1, 1, "e", "k", "hello"), Ack(1, 1), Ack(1, 0, true), Nack(1, ulong.MaxValue, true), Method(1, 85, 10, "\0"), Method(1, 20, 10, "\0"), Method(1, 20, 11, "\0\0\0\0"),
        Method(1, 60, 40, "\0\0\0\0\0"), Frame(2, 1, U16(60) + U16(0) + U64(ulong.MaxValue) + "\u00ff\u00ff"), Frame(2, 1, U16(60) + U16(0) + U64(7) + "\0\0"), Close(1, 404, "NOT_FOUND", 50, 10), Close(0, 320, "bye"),
        Method(0, 10, 10, "\0\u0009" + Table(("a", "F" + Table(("b", "A" + Long("A\0\0\0\u0001V"))))) + Long("PLAIN") + Long("x")), Method(1, 60, 71, U64(1) + "\0\0\0\0\0\0\0"), Method(1, 60, 70, "\0\0\u0001q\0"),
        "\u0001\0\u0001\u0000\u0001\u0000\u0000\u0000\u003c\u0000\u0050", "\u0001\0\u0001\u0000\u0000\u00ff\u00ff\u0000\u0032\u0000\u000a",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces);
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows: most inputs were not read as AMQP");
    }

    internal static IEnumerable<Said> Pieces(Random random, ulong connection) => RandomPieces.Make(random, connection, Words, () => RandomAmqp.Make(random, 2).Talk);
}
