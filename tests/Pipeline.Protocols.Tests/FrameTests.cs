using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>What holds for connections of any protocol, shown with HTTP.</summary>
public sealed class FrameTests
{
    private const string Get = "GET /a HTTP/1.1\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private const ulong UnknownStart = StreamPositions.UnknownStart;

    [Fact]
    public void What_waits_when_the_inputs_end_is_told_and_counted()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk(1).Ask(Get).Pieces);
        run.Feed(new Talk(2).Ask(Get).Answer(Ok).Ask("GET /half HT").Pieces);
        run.Feed(new Talk(3).Ask(Get).Answer("HTTP/1.1 200 OK\r\n\r\nuntil the connection ends").Pieces);
        run.Finish();
        Assert.Equal("/a", Assert.Single(run.Rows).Path);
        Assert.Equal((3ul, 3ul, 2ul), (run.Stat("opened"), run.Stat("closed"), run.Stat("unpaired_requests")));
    }

    [Fact]
    public void What_was_closed_before_the_inputs_ended_is_whole()
    {
        using var run = new ProtocolRun();
        var talk = new Talk().Ask(Get).Answer("HTTP/1.1 200 OK\r\n\r\nuntil the connection ends");
        run.Feed(talk.Pieces);
        // Two bytes more were sent than anybody saw, so the end is waited for.
        run.Close(1, talk.End.Sent + 2, talk.End.Received, talk.End.Time);
        Assert.Empty(run.Rows);
        run.Finish();
        Assert.Equal("until the connection ends", Assert.Single(run.Rows).ResponseBody);
        Assert.Equal(0ul, run.Stat("unpaired_requests"));
    }

    [Theory]
    [InlineData(4, true, 2)]
    [InlineData(4, false, 1)]
    [InlineData(0, true, 2)]
    [InlineData(0, false, 1)]
    [InlineData(1, true, 2)]
    [InlineData(2, false, 1)]
    public void Role_is_what_the_data_tell(int told, bool requestsComeIn, int role)
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Say(requestsComeIn, Encoding.ASCII.GetBytes(Get)).Say(!requestsComeIn, Encoding.ASCII.GetBytes(Ok)).Pieces.Select(p => p with { Role = (byte)told }));
        Assert.Equal(role, Assert.Single(run.Rows).Role);
    }

    [Fact]
    public void Role_is_known_from_a_response_too()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Answer(Ok).Wait(TimeSpan.FromSeconds(1)).Ask(Get).Answer(Ok).Pieces.Select(p => p with { Role = 4 }));
        Assert.Equal(2, Assert.Single(run.Rows).Role);
        run.Flush();
        Assert.Equal(1ul, run.Stat("unpaired_responses"));
    }

    [Theory]
    [InlineData(0ul, 20)]
    [InlineData(1ul, 19)]
    [InlineData(UnknownStart, 20)]
    [InlineData(UnknownStart + 77, 19)]
    public void Only_where_nothing_was_missed_since_it_was_joined_the_first_request_is_paired(ulong start, int rows)
    {
        var talk = new Talk();
        for (var i = 0; i < 20; i++)
            talk.Ask(Get).Answer(Ok);
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select(p => p with { Position = p.Position + start }));
        run.Finish();
        // Sixteen turns show that requests wait for their responses, and that those before did.
        Assert.Equal(rows, run.Rows.Count);
        Assert.Equal((0ul, 0ul), (run.Stat("gap_bytes"), run.Stat("repeated_bytes")));
    }

    [Fact]
    public void A_stream_joined_in_the_middle_of_a_message_is_read_from_the_next_one_on()
    {
        var talk = new Talk();
        talk.Ask("T /cut HTTP/1.1\r\nHost: x\r\n\r\n" + Get).Answer("of a body" + Ok);
        for (var i = 0; i < 20; i++)
            talk.Ask(Get).Answer(Ok);
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select(p => p with { Position = p.Position + UnknownStart }));
        run.Finish();
        Assert.Equal(21, run.Rows.Count);
        Assert.All(run.Rows, r => Assert.Equal(("/a", "hi"), (r.Path, r.ResponseBody)));
        Assert.Equal(0ul, run.Stat("gap_bytes"));
    }

    [Theory]
    [InlineData(0ul, UnknownStart)]
    [InlineData(UnknownStart, 0ul)]
    public void A_source_that_counts_anew_makes_no_gap(ulong first, ulong then)
    {
        var talk = new Talk();
        for (var i = 0; i < 40; i++)
            talk.Ask(Get).Answer(Ok);
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select((p, i) => p with { Position = p.Position + (i < 40 ? first : then) }));
        run.Finish();
        Assert.Equal((0ul, 0ul), (run.Stat("gap_bytes"), run.Stat("repeated_bytes")));
        Assert.Equal(80ul, run.Stat("messages"));
        Assert.InRange(run.Rows.Count, 1, 40);
    }

    [Fact]
    public void An_end_at_the_unknown_beginning_ends_a_connection_at_once()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(Get).Pieces);
        run.Close(1, UnknownStart, (ulong)Get.Length, 5);
        run.Flush();
        Assert.Equal((1ul, 1ul), (run.Stat("closed"), run.Stat("unpaired_requests")));
    }

    [Fact]
    public void Bytes_of_a_tunnel_are_counted_as_ignored()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n").Answer("HTTP/1.1 101 Switching Protocols\r\n\r\nfirst").Ask("frame").Answer("frame").Pieces);
        run.Finish();
        Assert.Equal(101, Assert.Single(run.Rows).Status);
        Assert.Equal((15ul, 0ul), (run.Stat("ignored_bytes"), run.Stat("skipped_bytes")));
    }

    [Fact]
    public void Every_byte_that_was_skipped_or_ignored_is_counted_and_no_other()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(Get).Say(true, "\0\0\0"u8.ToArray()).Ask(Get).Answer(Ok).Pieces);
        run.Finish();
        Assert.Equal((3ul, 0ul, 1ul), (run.Stat("skipped_bytes"), run.Stat("ignored_bytes"), run.Stat("invalid")));
    }
}
