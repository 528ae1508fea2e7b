using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

[Collection(Alone.Name)]
public sealed class RedisHostileTests
{
    private const string Ping = "*1\r\n$4\r\nPING\r\n";

    [Theory]
    [InlineData("*2\r\n$3\r\nGET\r\n$99999999999\r\n", true)]
    [InlineData("*2\r\n$3\r\nGET\r\n$18446744073709551617\r\n", true)]
    [InlineData("*99999999999\r\n$3\r\nGET\r\n", true)]
    [InlineData("*2\r\n$3\r\nGET\r\n:1\r\n", true)]
    [InlineData("$99999999999\r\n", false)]
    [InlineData("*99999999999\r\n:1\r\n", false)]
    [InlineData("*-7\r\n", false)]
    [InlineData("$5\r\nabcdefgh", false)]
    [InlineData(".\r\n", false)]
    [InlineData("+OK\n", false)]
    public void Length_that_cannot_be_is_invalid_and_the_next_message_is_found(string wrong, bool isRequest)
    {
        using var run = new ProtocolRun();
        var talk = new Talk().Do("PING", "+PONG\r\n").Do("PING", "+PONG\r\n").Do("PING", "+PONG\r\n");
        run.Feed((isRequest ? talk.Ask(wrong).Answer("-ERR Protocol error\r\n") : talk.Ask(RedisTalk.Line("GET a")).Answer(wrong)).Do("GET b", "+x\r\n").Pieces);
        run.Flush();
        Assert.True(run.Stat("invalid", "redis") > 0);
        Assert.Equal(["PING", "PING", "PING", "GET"], run.Commands.Select(r => r.Command));
        Assert.Equal("b", run.Commands[3].Arguments);
    }

    [Theory]
    [InlineData("$0\r\n\r\n", "-ERR unknown command '$0'\r\n")]
    [InlineData("$-1\r\n", "-ERR unknown command '$-1'\r\n")]
    [InlineData("*-1\r\n:7\r\n", "-ERR unknown command ':7'\r\n")]
    public void Client_that_sends_replies_does_not_make_a_command_of_the_error_it_gets(string sent, string error) =>
        Assert.Empty(new Talk().Ask(sent).Answer(error).Ask(sent).Answer(error).Rows());

    [Theory]
    [InlineData("*2147483647\r\n$3\r\nSET\r\n$4\r\nmany\r\n", "$1\r\nx\r\n", true)]
    [InlineData("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$4294967296\r\n", "0123456789", true)]
    [InlineData("*4294967296\r\n", "$1\r\nx\r\n", false)]
    [InlineData("$4294967296\r\n", "0123456789", false)]
    [InlineData("+", "0123456789", false)]
    public void Value_that_never_ends_is_read_without_memory(string head, string part, bool isRequest)
    {
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            run.Feed(new Talk().Do("PING", "+PONG\r\n").Pieces);
            run.Feed(Endless(isRequest, isRequest ? Ping.Length : "+PONG\r\n".Length, head, part, 1_000_000));
            run.Flush();
        });
        Assert.Equal((0ul, 1), (run.Stat("invalid", "redis"), run.Commands.Count));
    }

    [Fact]
    public void Deep_nesting_is_read_to_a_bound()
    {
        var rows = new Talk().Do("EVAL x 0", $"{string.Concat(Enumerable.Repeat("*1\r\n", 128))}:1\r\n").Do("PING", "+PONG\r\n").Rows();
        Assert.Equal(["EVAL", "PING"], rows.Select(r => r.Command));
        Assert.Equal(new string('[', 128) + "1" + new string(']', 128), rows[0].Response);
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            run.Feed(new Talk().Do("PING", "+PONG\r\n").Pieces);
            run.Feed(Endless(false, "+PONG\r\n".Length, "", "*1\r\n", 1_000_000));
            run.Flush();
        });
        Assert.True(run.Stat("invalid", "redis") > 0);
    }

    [Fact]
    public void Connections_opened_and_dropped_stay_within_the_bound()
    {
        using var run = new ProtocolRun(new ProtocolsOptions { Memory = new ByteSize(4 << 20) });
        Bounded(64 << 20, () => run.Feed(Enumerable.Range(1, 100_000).Select(i => new Said((ulong)i, true, 0, Encoding.ASCII.GetBytes(i % 2 == 0 ? Ping : "*2\r\n$3\r\nGET\r\n$100\r\nabc"), i)), 500));
        run.Flush();
        Assert.Equal(100_000ul, run.Stat("opened", "redis"));
        Assert.True(run.Stat("evicted", "redis") > 90_000, $"{run.Stat("evicted", "redis")} evicted");
    }

    [Fact]
    public void Requests_without_replies_are_bounded()
    {
        using var run = new ProtocolRun();
        Bounded(32 << 20, () => run.Feed(Endless(true, 0, "", Ping, 200_000)));
        run.Finish();
        Assert.Equal((200_000ul, 200_000ul), (run.Stat("messages", "redis"), run.Stat("unpaired_requests", "redis")));
    }

    [Fact]
    public void Big_values_are_streamed()
    {
        using var run = new ProtocolRun();
        Bounded(4 << 20, () =>
        {
            run.Feed(new Talk().Ask(RedisTalk.Line("GET big")).Pieces);
            run.Feed(Endless(false, 0, "$100000000\r\n", "0123456789", 10_000_000));
            run.Feed([new Said(1, false, 100_000_012, "\r\n"u8.ToArray(), 2_000_000_000)]);
        });
        Assert.Equal((100_000_014ul, 512), Assert.Single(run.Commands) is var row ? (row.ResponseSize, row.Response.Length) : default);
    }

    private static IEnumerable<Said> Endless(bool isRequest, int start, string head, string part, int times)
    {
        var position = (ulong)start;
        var bytes = Encoding.ASCII.GetBytes(head);
        for (var i = 0; i < times; i += 5000)
        {
            byte[] payload = [.. bytes, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 5000)))];
            foreach (var chunk in payload.Chunk(30 << 10))
            {
                yield return new Said(1, isRequest, position, chunk, 1_010_000_000 + i);
                position += (ulong)chunk.Length;
            }

            bytes = [];
        }
    }

    /// <summary>Does it, and looks at what is left of managed memory.</summary>
    private static void Bounded(long bytes, Action action)
    {
        var before = GC.GetTotalMemory(true);
        action();
        var grown = GC.GetTotalMemory(true) - before;
        Assert.True(grown < bytes, $"{grown} bytes are left");
    }
}
