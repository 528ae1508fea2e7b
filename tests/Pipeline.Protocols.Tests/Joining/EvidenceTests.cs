using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Joining;

/// <summary>What shows that the first exchange behind the moment of joining is one, and what does not.</summary>
public sealed class EvidenceTests
{
    private const string Get = "GET /a HTTP/1.1\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private const string Last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

    [Theory]
    [InlineData(true, 0, 1)]
    [InlineData(false, 1000, 1)]
    [InlineData(false, 999, 0)]
    public void End_in_order_or_behind_a_second_of_silence_is_evidence(bool isOrderly, int milliseconds, int rows)
    {
        using var run = new ProtocolRun();
        var talk = Joining(new Talk().Ask(Get).Answer(Ok));
        run.Feed(talk);
        Assert.Empty(run.Rows);
        run.Close(1, Position(Ok), Position(Get), talk[^1].Time + milliseconds * 1_000_000L, isOrderly: isOrderly);
        run.Flush();
        Assert.Equal((rows, (ulong)(1 - rows), (ulong)(1 - rows)), (run.Rows.Count, run.Stat("unpaired_requests"), run.Stat("unpaired_responses")));
    }

    [Theory]
    [InlineData(2000, 1)]
    [InlineData(900, 0)]
    public void End_of_the_inputs_is_evidence_where_others_went_on_for_a_second(int milliseconds, int rows)
    {
        using var run = new ProtocolRun();
        run.Feed(Joining(new Talk().Ask(Get).Answer(Ok)));
        run.Feed(new Talk(2).Wait(TimeSpan.FromMilliseconds(milliseconds)).Ask("?").Pieces);
        run.Finish();
        Assert.Equal(rows, run.Rows.Count);
    }

    [Fact]
    public void Response_behind_a_second_of_silence_shows_that_none_was_missed_before()
    {
        using var run = new ProtocolRun();
        var talk = Joining(new Talk().Ask(Get).Answer(Ok).Wait(TimeSpan.FromSeconds(1)).Ask(Get).Answer(Ok));
        run.Feed(talk.Take(3));
        Assert.Empty(run.Rows);
        run.Feed(talk.Skip(3));
        Assert.Equal(2, run.Rows.Count);
    }

    [Fact]
    public void Silence_while_a_request_waits_is_no_evidence()
    {
        using var run = new ProtocolRun();
        run.Feed(Joining(new Talk().Ask(GetOf("a")).Answer(OkOf("a")).Ask(GetOf("b")).Wait(TimeSpan.FromSeconds(1)).Ask(GetOf("c")).Answer(OkOf("b")).Answer(OkOf("c"))
            .Wait(TimeSpan.FromSeconds(1)).Ask(GetOf("d")).Answer(OkOf("d"))));
        run.Finish();
        Assert.Equal([("/a", "a"), ("/b", "b"), ("/c", "c"), ("/d", "d")], run.Rows.Select(r => (r.Path, r.ResponseBody)));
    }

    [Fact]
    public void Response_too_many_refutes_those_before_it()
    {
        using var run = new ProtocolRun();
        run.Feed(Joining(new Talk().Ask(Get).Answer(Ok).Answer(Ok).Wait(TimeSpan.FromSeconds(1)).Ask(Get).Answer(Ok)));
        run.Finish();
        Assert.Single(run.Rows);
        Assert.Equal((1ul, 2ul), (run.Stat("unpaired_requests"), run.Stat("unpaired_responses")));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Connection: close\r\n", 1)]
    public void Last_response_is_evidence_only_where_it_was_asked_for(string field, int rows)
    {
        using var run = new ProtocolRun();
        var ask = $"GET /a HTTP/1.1\r\n{field}\r\n";
        var talk = Joining(new Talk().Ask(ask).Answer(Last));
        run.Feed(talk);
        run.Close(1, Position(Last), Position(ask), talk[^1].Time, isOrderly: true);
        Assert.Equal(rows, run.Rows.Count);
    }

    [Fact]
    public void Bytes_that_were_missed_at_the_end_are_no_evidence()
    {
        using var run = new ProtocolRun();
        var talk = Joining(new Talk().Ask(Get).Answer(Ok));
        run.Feed(talk);
        run.Close(1, Position(Ok) + 50, Position(Get), talk[^1].Time, isOrderly: true);
        run.Flush(TimeSpan.FromSeconds(7));
        Assert.Empty(run.Rows);
        Assert.Equal((1ul, 50ul), (run.Stat("unpaired_requests"), run.Stat("gap_bytes")));
    }

    private static string GetOf(string name) => $"GET /{name} HTTP/1.1\r\n\r\n";

    private static string OkOf(string name) => $"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{name}";

    private static List<Said> Joining(Talk talk) => Joined.Behind(talk.Pieces, 0);

    private static ulong Position(string said) => StreamPositions.UnknownStart + (ulong)said.Length;
}
