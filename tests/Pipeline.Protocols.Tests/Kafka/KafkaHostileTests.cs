using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;
using static Pipeline.Protocols.Tests.Kafka.KafkaMessages;

namespace Pipeline.Protocols.Tests.Kafka;

[Collection(Alone.Name)]
public sealed class KafkaHostileTests
{
    private static readonly byte[] Ask = Request(Heartbeat, 1, 1, "c", HeartbeatRequest(1, "g"));

    [Fact]
    public void Records_of_any_size_are_passed_over_as_they_come()
    {
        const int size = 50 << 20;
        // What the message says, up to its records.
        var head = new KafkaWriter(false).Text(null).I16(1).I32(5000).I32(1).Text("big").I32(1).I32(0).I32(size).Bytes;
        var first = new KafkaWriter(false).I32(10 + 1 + head.Length + size).I16(Produce).I16(3).I32(1).Text("c").Raw(head).Raw(Batch(1_000_000, new byte[size - 61]).AsSpan()[..61]).Bytes;
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        Bounded(4 << 20, () =>
        {
            run.Feed([new Said(1, true, 0, first, 1_000_000_000)]);
            var (position, left) = ((ulong)first.Length, size - 61);
            var zeros = new byte[30 << 10];
            run.Feed(Enumerable.Range(0, (left + zeros.Length - 1) / zeros.Length).Select(i => new Said(1, true, position + (ulong)(i * zeros.Length), i * zeros.Length + zeros.Length <= left ? zeros : zeros[..(left - i * zeros.Length)], 1_000_000_001 + i)), 500);
            run.Feed([new Said(1, false, 0, Response(1, ProduceResponse(3, [new("big", 0)])), 2_000_000_000)]);
        });
        var row = Assert.Single(rows);
        Assert.Equal((1_000_000ul, "big", 0, false, 1_000_000_000L), (row.Records, row.Topic, row.Partition, row.IsPartial, row.Latency));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Records_that_nobody_saw_cost_only_their_number(bool isBatchSeen)
    {
        Part[] parts = [new("t", 1, [.. Batch(3, new byte[5000]), .. Batch(4, new byte[100])])];
        var (request, response) = (Request(Fetch, 11, 1, "c", FetchRequest(11, [new("t", 1)])), Response(1, FetchResponse(11, parts)));
        var seen = response.Length - parts[0].Records!.Length + (isBatchSeen ? 200 : 0);
        var talk = new Talk().Ask(request);
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        run.Feed(talk.Pieces);
        run.Feed([new Said(1, false, 0, response[..seen], 1_002_000_000) { Size = 4000 }, new Said(1, false, 4000, response[4000..], 1_003_000_000)]);
        var row = Assert.Single(rows);
        Assert.Equal((isBatchSeen ? 7ul : 0ul, !isBatchSeen, 2_000_000L, ""), (row.Records, row.IsPartial, row.Latency, row.Error));
        run.Flush();
        Assert.Equal((ulong)(4000 - seen), run.Stat("gap_bytes", "kafka"));
    }

    [Theory]
    [InlineData("0000001a000c000100000001000163000167ffffffff")]
    [InlineData("00000015000c00010000000100016300ff6700000007")]
    [InlineData("00000020000300010000000100016300000001ffff41414141414141414141414141")]
    [InlineData("00000018000300010000000100016340000000000161000000000000")]
    public void Length_that_cannot_be_makes_a_partial_row_and_the_next_message_is_read(string hex)
    {
        var wrong = Convert.FromHexString(hex);
        // As long as it says.
        Array.Resize(ref wrong, 4 + (wrong[2] << 8 | wrong[3]));
        wrong[11] = 2;
        var talk = new Talk().Ask(Ask).Answer(Response(1, HeartbeatResponse(1, 0))).Ask(wrong).Answer(Response(2, HeartbeatResponse(1, 0)))
            .Ask(Request(Heartbeat, 1, 3, "c", HeartbeatRequest(1, "next"))).Answer(Response(3, HeartbeatResponse(1, 0)));
        var rows = talk.Rows();
        Assert.Equal(3, rows.Count);
        Assert.True(rows[1].IsPartial);
        Assert.Equal(("next", false), (rows[2].Group, rows[2].IsPartial));
    }

    [Fact]
    public void Counts_that_lie_are_believed_no_further_than_the_message_goes()
    {
        // A billion topics, a billion tags, and a batch of two billion records.
        foreach (var body in (KafkaWriter[])[
            new KafkaWriter(true).Varint(0x3FFFFFFF).Raw(new byte[1000]), new KafkaWriter(true).Varint(1).I8(0).I8(0).I8(0).Varint(0xFFFFFFF).Raw(new byte[1000]),
            new KafkaWriter(false).I32(0x3FFFFFFF).Raw(new byte[1000])])
        {
            var talk = new Talk().Ask(Ask).Answer(Response(1, HeartbeatResponse(1, 0))).Ask(Request(Metadata, body.IsFlexible ? 12 : 1, 2, "c", body)).Answer(Response(2, MetadataResponse(body.IsFlexible ? 12 : 1, [])));
            Assert.Equal((2, true), talk.Rows() is var rows ? (rows.Count, rows[^1].IsPartial) : default);
        }

        Part[] parts = [new("t", 0, Batch(int.MaxValue, new byte[60]))];
        Assert.Equal((0ul, true), Assert.Single(new Talk().Ask(Request(Produce, 7, 1, "c", ProduceRequest(7, 1, parts))).Answer(Response(1, ProduceResponse(7, parts))).Rows()) is var row ? (row.Records, row.IsPartial) : default);
    }

    [Fact]
    public void Requests_without_responses_are_bounded()
    {
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows, new ProtocolsOptions { Memory = new ByteSize(8 << 20) });
        Bounded(64 << 20, () => run.Feed(Enumerable.Range(0, 200_000).Select(i => new Said((ulong)(i % 10), true, (ulong)(i / 10 * Ask.Length), [.. Ask[..8], .. new KafkaWriter(false).I32(i).Bytes, .. Ask[12..]], i)), 500));
        run.Flush();
        Assert.Equal(200_000ul, run.Stat("messages", "kafka"));
        Assert.True(run.Stat("unpaired_requests", "kafka") > 150_000);
    }

    [Fact]
    public void Names_of_topics_are_remembered_within_a_bound()
    {
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        var talk = new Talk();
        Bounded(16 << 20, () =>
        {
            for (var i = 1; i <= 300; i++)
                talk.Ask(Request(Metadata, 12, i, "c", MetadataRequest(12, null)))
                    .Answer(Response(i, MetadataResponse(12, [.. Enumerable.Range(0, 100).Select(t => new Part($"topic-{i}-{t}", 0, Id: (UInt128)(i * 1000 + t)))])));
            run.Feed(talk.Pieces);
            rows.Clear();
            talk = new Talk();
        });
    }

    [Fact]
    public void Who_answers_nothing_that_was_asked_is_soon_another_protocol()
    {
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        var talk = new Talk();
        for (var i = 1; i < 20; i++)
            talk.Ask([.. Ask[..8], .. new KafkaWriter(false).I32(i).Bytes, .. Ask[12..]]).Answer(Framed([0x7F, 0x45, 0x4C, (byte)i, .. new byte[40]])).Wait(TimeSpan.FromSeconds(1));
        run.Feed(talk.Pieces);
        run.Flush();
        Assert.Equal((0, 1ul), (rows.Count, run.Stat("given_up", "kafka")));
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
