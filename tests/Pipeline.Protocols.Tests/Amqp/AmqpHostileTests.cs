using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using static Pipeline.Protocols.Tests.Amqp.AmqpBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Amqp;

[Collection(Alone.Name)]
public sealed class AmqpHostileTests
{
    [Theory]
    [InlineData("\u0001\0\u0001\0\0\0\u0003abc\u00ce")]
    [InlineData("\u0004\0\u0001\0\0\0\u0003abc\u00ce")]
    [InlineData("\u0003\0\u0001\u00ff\u00ff\u00ff\u00ffabc\u00ce")]
    [InlineData("\u0008\0\0\0\0\0\u0001x\u00ce")]
    [InlineData("\u0001\0\u0001\0\0\0\u0004\0\u003c\0\u0063\u00ce")]
    [InlineData("\u0001\0\u0001\0\0\0\u0009\0\u003c\0\u0028\0\0\u00ffab\u00ce")]
    [InlineData("\u0001\0\u0001\0\0\0\u0005\0\u0014\0\u000a\0!")]
    public void What_is_no_frame_is_invalid_and_the_next_one_is_found(string wrong)
    {
        using var run = new ProtocolRun();
        run.Feed(Opened().Channel().Ask(wrong).Ask(Publish(1, "", "next", "x")).Pieces);
        run.Flush();
        Assert.True(run.Stat("invalid", "amqp") > 0);
        Assert.Equal("next", run.Others[^1]["routing_key"]);
    }

    [Fact]
    public void Method_of_megabytes_is_told_as_far_as_it_is_read()
    {
        var rows = Opened().Channel().Ask(Method(1, 50, 10, U16(0) + Short("q") + "\0" + Table(("x", "S" + Long(new string('x', 2 << 20)))))).Ask(Publish(1, "", "next", "x")).Rows();
        Assert.Equal("next", rows[^1]["routing_key"]);
    }

    [Fact]
    public void Tables_in_tables_are_read_to_a_bound()
    {
        var table = Table();
        for (var depth = 0; depth < 1000; depth++)
            table = Table(("t", "F" + table));
        var rows = Opened().Channel().Ask(Method(1, 50, 10, U16(0) + Short("deep") + "\0" + table)).Answer(DeclareOk(1, "deep")).Rows();
        Assert.Equal(("deep", "queue.declare-ok"), (rows[^1]["destination"], rows[^1]["resp_method"]));
        Assert.InRange(rows[^1]["req_msg"].Length, 50, 512);
    }

    [Fact]
    public void Channels_without_end_stay_within_the_memory()
    {
        using var run = new ProtocolRun(new ProtocolsOptions { Memory = new ByteSize(4 << 20) });
        run.Feed(Opened().Ask(string.Concat(Enumerable.Range(1, 60_000).Select(i => Method(i, 20, 10, "\0")))).Ask(Publish(1, "", "k", "x")).Pieces);
        run.Flush();
        Assert.Equal(1ul, run.Stat("evicted", "amqp"));
    }

    [Fact]
    public void Messages_that_are_never_confirmed_are_told_in_the_end()
    {
        using var run = new ProtocolRun();
        var talk = Opened().Channel().Confirming();
        for (var i = 0; i < 9000; i++)
            talk.Ask(Publish(1, "", "k", "x"));
        run.Feed(talk.Pieces, 500);
        Assert.Equal(9000 - 8192 + 5, run.Others.Count);
        run.Close(talk);
        Assert.Equal(9005, run.Others.Count);
        run.Flush();
        Assert.Equal(9000ul, run.Stat("unpaired_requests", "amqp"));
    }

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(
        Opened().Channel(1).Channel(2).Confirming(2),
        talk =>
        {
            // Numbers of confirmations go on where the last round ended: each round opens the channel anew.
            talk.Ask(Method(2, 20, 40, U16(200) + "\0\0\0\0\0")).Answer(Method(2, 20, 41)).Channel(2).Confirming(2);
            for (var i = 1; i <= 100; i++)
                talk.Ask(Publish(2, "orders", "new", "{\"a\":1}", U16(0x9000) + Short("application/json") + "\u0002") + Declare(1, "q")).Answer(Ack(2, (ulong)i) + DeclareOk(1, "q") + Deliver(1, 1, "e", "k", "hello"));
        },
        303);
}
