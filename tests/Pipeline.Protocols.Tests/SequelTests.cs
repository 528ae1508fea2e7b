using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>Connections that carry something in front of what they are about, or become something else.</summary>
public sealed class SequelTests
{
    private const string Get = "GET /a HTTP/1.1\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private const string Text = "PROXY TCP4 192.0.2.7 198.51.100.1 40001 443\r\n";

    private static readonly string Binary = "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c" + "\u00c0\0\u0002\u0007\u00c6\u0033\u0064\u0001\u009c\u0041\u0001\u00bb";

    public static TheoryData<string> Headers => [Text, "PROXY UNKNOWN\r\n", Binary];

    [Fact]
    public void What_a_tunnel_carries_is_judged_anew()
    {
        var talk = new Talk().Ask("CONNECT a:6379 HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\n\r\n").Ask("*1\r\n$4\r\nPING\r\n").Answer("+PONG\r\n");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces);
        run.Close(talk);
        run.Flush();
        Assert.Equal("CONNECT", Assert.Single(run.Rows).Method);
        Assert.Equal("PING", Assert.Single(run.Commands).Command);
        Assert.Equal((1ul, 1ul, 1ul, 1ul), (run.Stat("opened"), run.Stat("closed"), run.Stat("opened", "redis"), run.Stat("closed", "redis")));
        Assert.Equal(0ul, run.Stat("skipped_bytes", "redis") + run.Stat("ignored_bytes"));
    }

    [Fact]
    public void What_comes_with_the_answer_that_opens_the_tunnel_belongs_to_what_follows()
    {
        var talk = new Talk().Ask("CONNECT a:6379 HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\n\r\n+OK\r\n").Ask("*1\r\n$4\r\nPING\r\n").Answer("+PONG\r\n");
        for (var seed = 0; seed < 50; seed++)
        {
            using var run = new ProtocolRun();
            run.Feed(Talk.Split(talk.Pieces, new Random(seed), 9));
            run.Close(talk);
            run.Flush();
            Assert.Equal("CONNECT", Assert.Single(run.Rows).Method);
            Assert.Equal("PING", Assert.Single(run.Commands).Command);
        }
    }

    [Fact]
    public void A_tunnel_of_what_nobody_knows_is_forgotten()
    {
        var talk = new Talk().Ask("CONNECT a:1 HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\n\r\n").Ask("\u0001\u0002\u0003what").Answer("\u0004\u0005\u0006ever");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces);
        run.Finish();
        Assert.Single(run.Rows);
        Assert.Equal((1ul, 1ul), (run.Stat("opened"), run.Stat("closed")));
        Assert.Equal(14ul, run.Stat("skipped_bytes", "unknown"));
    }

    [Fact]
    public void A_gap_where_the_tunnel_begins_is_no_beginning()
    {
        var pieces = new Talk().Ask("CONNECT a:80 HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\n\r\n").Ask(Get).Answer(Ok).Ask(Get).Answer(Ok).Pieces.ToList();
        pieces.RemoveAt(2);
        using var run = new ProtocolRun();
        run.Feed(pieces);
        run.Finish();
        // Whose response comes first is not known.
        Assert.Equal("CONNECT", Assert.Single(run.Rows).Method);
        Assert.True(run.Stat("resyncs") > 0);
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void The_header_of_a_proxy_is_passed_over(string header)
    {
        var talk = new Talk().Ask(header + Get).Answer(Ok);
        for (var seed = 0; seed < 50; seed++)
        {
            using var run = new ProtocolRun();
            run.Feed(seed == 0 ? talk.Pieces : Talk.Split(talk.Pieces, new Random(seed), 12));
            run.Close(talk);
            run.Flush();
            Assert.Equal("/a", Assert.Single(run.Rows).Path);
            Assert.Equal((ulong)header.Length, run.Stat("skipped_bytes", "unknown"));
            Assert.Equal(0ul, run.Stat("resyncs"));
        }
    }

    [Fact]
    public void A_header_that_never_ends_holds_no_more_than_a_header_may_have()
    {
        using var run = new ProtocolRun();
        run.Feed(Talk.Split(new Talk().Ask("PROXY " + new string('x', 100_000)).Pieces, new Random(1), 40));
        run.Feed(Talk.Split(new Talk(2).Ask("\r\n\r\n\0\r\nQUIT\n!\u0011\u00ff\u00ff" + new string('x', 100_000)).Pieces, new Random(1), 40));
        run.Finish();
        Assert.Empty(run.Rows);
        Assert.True(run.Stat("skipped_bytes", "unknown") > 190_000);
    }

    [Fact]
    public void Plain_text_and_what_is_on_the_wire_are_two_connections()
    {
        var wire = new Talk().Say(true, [22, 3, 1, 0, 4, 1, 0, 0, 0]).Say(false, [22, 3, 3, 0, 4, 2, 0, 0, 0]).Say(true, [23, 3, 3, 0, 1, 9]).Pieces;
        var talk = new Talk().Ask(Get).Answer(Ok).Ask(Get).Answer("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        var plain = talk.Pieces.Select(p => p with { IsEncrypted = true }).ToList();
        using var run = new ProtocolRun();
        run.Feed(wire.Take(2).Concat(plain.Take(2)).Concat(wire.Skip(2)).Concat(plain.Skip(2)));
        // The end of the one is not that of the other.
        run.Close(1, 18, 9, 5_000_000_000);
        Assert.Single(run.Rows);
        run.Close(talk.End.Connection, talk.End.Sent, talk.End.Received, talk.End.Time, isEncrypted: true);
        run.Flush();
        Assert.Equal(2, run.Rows.Count);
        Assert.Equal("until the end", run.Rows[1].ResponseBody);
        Assert.Equal(0ul, run.Stat("gap_bytes") + run.Stat("invalid"));
    }
}
