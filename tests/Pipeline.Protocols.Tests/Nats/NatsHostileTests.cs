using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Nats;

[Collection(Alone.Name)]
public sealed class NatsHostileTests
{
    private static readonly string[] Words =
    [
        NatsTests.Info, NatsTests.Connect, "CONNECT {\"verbose\":true}\r\n", "CONNECT {\"verbose\":", "INFO {}\r\n", "INFO {\"tls_required\":true}\r\n", "PUB a 5\r\nhello\r\n", "PUB a _INBOX.x 1\r\nx\r\n", "MSG a 1 5\r\nhello\r\n",
        "MSG _INBOX.x 1 1\r\ny\r\n", "HPUB a 12 13\r\nNATS/1.0\r\n\r\nx\r\n", "HMSG _INBOX.x 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n", "SUB a 1\r\n", "UNSUB 1\r\n", "PING\r\n", "PONG\r\n", "+OK\r\n", "-ERR 'x'\r\n", "-ERR 'a for b'\r\n", "RMSG $G a 2\r\nxx\r\n",
        "LS+ a\r\n", "PUB a 99999999999999999999\r\n", "PUB a -1\r\n", "HPUB a 9 2\r\n", "PUB a 1073741824\r\n", "\r\n", "\n", " ", "PUB", "MSG ", "{\"", "\u0016\u0003\u0001", "\0", "\u00ff",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(20312, (random, connection) => RandomPieces.Make(random, connection, Words, () => RandomNats.Make(random, 3).Talk));
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows: most inputs were not read as NATS");
    }

    [Theory]
    [InlineData("PUB a 5\r\nhello world\r\n")]
    [InlineData("PUB a 99999999999\r\n")]
    [InlineData("PUB a b c 5\r\n")]
    [InlineData("HPUB a 9 2\r\n")]
    [InlineData("MSG a 1 1\r\nx\r\n")]
    [InlineData("BOGUS\r\n")]
    [InlineData("SUB \0 1\r\n")]
    public void What_is_no_command_is_invalid_and_the_next_one_is_found(string wrong)
    {
        using var run = new ProtocolRun();
        run.Feed(NatsTests.Opened().Ask(wrong).Ask("PUB next 1\r\nx\r\n").Pieces);
        run.Flush();
        Assert.True(run.Stat("invalid", "nats") > 0);
        Assert.Equal("next", run.Others[^1]["subject"]);
    }

    [Fact]
    public void Line_without_end_is_given_up()
    {
        using var run = new ProtocolRun();
        run.Feed(NatsTests.Opened().Ask("PUB " + new string('a', 1 << 20)).Ask("\r\nPUB next 1\r\nx\r\n").Pieces);
        run.Flush();
        Assert.Equal("next", run.Others[^1]["subject"]);
    }

    [Fact]
    public void Requests_that_are_never_answered_are_bounded()
    {
        var talk = NatsTests.Opened();
        for (var i = 0; i < 5000; i++)
            talk.Ask($"PUB ask _INBOX.{i} 1\r\nx\r\n");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces, 500);
        Assert.InRange(run.Others.Count, 900, 910);
        run.Close(talk);
        Assert.Equal(5002, run.Others.Count);
    }

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(
        NatsTests.Opened(),
        talk =>
        {
            for (var i = 0; i < 100; i++)
                talk.Ask($"PUB orders.new _INBOX.{i} 5\r\nhello\r\nHPUB a 18 20\r\nNATS/1.0\r\na: b\r\n\r\nhi\r\n").Answer($"MSG _INBOX.{i} 1 2\r\nok\r\nPING\r\n");
        },
        300);
}
