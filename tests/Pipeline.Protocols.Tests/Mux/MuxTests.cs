using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Mux;
using static Pipeline.Protocols.Tests.Mux.MuxBytes;

namespace Pipeline.Protocols.Tests.Mux;

public sealed class MuxTests
{
    [Fact]
    public void Session_from_its_beginning_to_its_end_is_a_row_a_message()
    {
        var check = Message(127, 1, "tinit check"u8.ToArray());
        var talk = new Talk().Say(true, check).Say(false, check).Say(true, Tinit(1)).Say(false, Rinit(1)).Say(false, Message(67, 0, 0, 0, 0, 0, 0, 0, 0, 0x27, 0x10))
            .Say(true, Tdispatch(2, "/s/users/get", [1, 2, 3], ("/s", "/zk/local"))).Say(false, Rdispatch(2, 0, "found"))
            .Say(true, Tping(2)).Say(false, Rping(2)).Say(false, Message(64, 5)).Say(true, Message(-64, 5));
        var rows = MuxRow.Of(talk);
        Assert.Equal(
            [("Rerr", 1u, MuxStatus.Refused, Side.Request), ("Tinit", 1u, MuxStatus.Ok, Side.Request), ("Tlease", 0u, MuxStatus.None, Side.Response), ("Tdispatch", 2u, MuxStatus.Ok, Side.Request),
                ("Tping", 2u, MuxStatus.Ok, Side.Request), ("Tdrain", 5u, MuxStatus.Ok, Side.Response)],
            rows.Select(r => (r.Type, r.Tag, r.Status, r.AskedBy)));
        Assert.Equal(["", "", "", "finagle", "", ""], rows.Select(r => r.System));
        Assert.Equal("""{"version":1,"settings":["mux-framer","tls"]}""", rows[1].Body);
        Assert.Equal("""{"milliseconds":10000}""", rows[2].Body);
        Assert.Equal(("/s/users/get", """{"contexts":["com.twitter.finagle.tracing.TraceContext","com.twitter.finagle.Deadline"],"dtab":[{"from":"/s","to":"/zk/local"}]}""", 1_000_000L), (rows[3].Path, rows[3].Body, rows[3].Latency));
        Assert.DoesNotContain("secret", string.Concat(rows), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, MuxStatus.Error, "error")]
    [InlineData(2, MuxStatus.Nack, "nack")]
    public void Request_that_failed_has_its_error(int status, object expected, string error)
    {
        var rows = MuxRow.Of(new Talk().Say(true, Tdispatch(7, "/s", [])).Say(false, Rdispatch(7, status, "over capacity")));
        Assert.Equal(((MuxStatus)expected, error, "over capacity"), Assert.Single(rows) is var row ? (row.Status, row.Error, row.Message) : default);
        rows = MuxRow.Of(new Talk().Say(true, Tdispatch(7, "/s", [])).Say(false, Rerr(7, "no such message")));
        Assert.Equal((MuxStatus.Refused, "refused", "no such message"), Assert.Single(rows) is var other ? (other.Status, other.Error, other.Message) : default);
    }

    [Fact]
    public void Answers_come_in_any_order_and_fragments_between_those_of_others()
    {
        var one = Fragments(2, 1, Dispatch("/one", new byte[3000]), 700);
        var two = Fragments(2, 2, Dispatch("/two", new byte[2000]), 700);
        var talk = new Talk().Say(true, Tinit(1)).Say(false, Rinit(1));
        for (var i = 0; i < one.Count; i++)
            talk.Say(true, [.. one[i], .. i < two.Count ? two[i] : []]);
        byte[] answer = [0, 0, 0, .. new byte[1500]];
        foreach (var fragment in Fragments(-2, 2, answer, 600))
            talk.Say(false, fragment);
        var rows = MuxRow.Of(talk.Say(false, Rdispatch(1, 0, "")));
        Assert.Equal([("/two", (ulong)two.Sum(f => f.Length), 1503ul + 3 * 8), ("/one", (ulong)one.Sum(f => f.Length), (ulong)Rdispatch(1, 0, "").Length)], rows.Skip(1).Select(r => (r.Path, r.RequestSize, r.ResponseSize)));
    }

    [Fact]
    public void Discarded_request_still_has_its_answer()
    {
        var rows = MuxRow.Of(new Talk().Say(true, Tdispatch(3, "/slow", [])).Say(true, Message(66, 0, [0, 0, 3, .. "timed out"u8])).Say(false, Rerr(3, "discarded")));
        Assert.Equal([("Tdiscarded", """{"tag":3,"why":"timed out"}"""), ("Tdispatch", """{"contexts":["com.twitter.finagle.tracing.TraceContext","com.twitter.finagle.Deadline"],"dtab":[]}""")], rows.Select(r => (r.Type, r.Body)));
    }

    [Theory]
    [InlineData("00000004")]
    [InlineData("0000000c0002000000000000000000")]
    [InlineData("000000080000000000000000")]
    [InlineData("0000000841000000")]
    [InlineData("0000001400030000000000010001610000000100")]
    [InlineData("00000010020000050041001c00636f6d2e74776974")]
    [InlineData("474554202f20485454502f312e310d0a")]
    public void Strangers_with_a_length_are_none(string hex) => Assert.True(MuxGuess.Of(Convert.FromHexString(hex)).Confidence < Guess.Enough);

    [Fact]
    public void Every_prefix_of_a_beginning_waits_or_is_known()
    {
        foreach (var first in (byte[][])[Tinit(1), Message(127, 1, "tinit check"u8.ToArray()), Tdispatch(4, "/s/a", [1, 2]), Tping(1), Rinit(1), Rdispatch(3, 0, "x")])
        {
            Assert.True(MuxGuess.Of(first).Confidence >= Guess.Enough, Convert.ToHexString(first));
            for (var length = 1; length < 8; length++)
                Assert.True(MuxGuess.Of(first.AsSpan()[..length]).IsPrefix, $"{Convert.ToHexString(first)}: {length}");
        }
    }
}
