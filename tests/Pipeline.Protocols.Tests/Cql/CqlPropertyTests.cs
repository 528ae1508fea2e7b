using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Cql.CqlBytes;

namespace Pipeline.Protocols.Tests.Cql;

[Collection(Alone.Name)]
public sealed class CqlPropertyTests
{
    private const int Seed = 20273;

    [Fact]
    public void Any_split_of_the_streams_gives_the_same_rows() => StreamChecks.Splits("cql", Seed, RandomCql.Make, RandomCql.Tell);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones() => StreamChecks.Losses("cql", Seed, RandomCql.Make, 30, "latency_ns");

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Split_or_cut_at_every_byte_rows_are_the_same(int version)
    {
        var talk = RandomCql.Make(new Random(Seed), [], 3, 1, version);
        StreamChecks.EverySplit(talk);
        StreamChecks.EveryCut(talk);
    }

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        var rows = Rows([("a", Type(9)), ("b", Type(13))], [Value(Int(1)), Utf8("some text")]);
        Allocation.IsNone(new Talk(), talk =>
        {
            for (var i = 0; i < 500; i++)
                talk.Do(4, i % 100, Query, QueryBody(4, "SELECT a, b FROM shop.people WHERE a = 1"), Result, rows);
        }, rows: 500);
    }

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = 0ul;
        Fuzz.Run(Seed, Pieces, run => rows = Math.Max(rows, run.Stat("records", "cql")));
        Assert.True(rows > 50, $"{rows} rows of CQL in the best run");
    }

    [Fact]
    public void Lengths_that_lie_and_types_in_types_are_bounded()
    {
        byte[] deep = [.. Enumerable.Range(0, 1000).SelectMany(_ => Type(0x20)), .. Type(9)];
        var talk = new Talk().Do(4, 1, Query, QueryBody(4, "SELECT a FROM one"), Result, Rows([("x", deep)], [Value([.. Int(int.MaxValue), .. Value([1])])]))
            .Do(4, 2, Query, QueryBody(4, "SELECT a FROM two"), Result, [.. Int(2), .. Int(0), .. Int(int.MaxValue), .. Int(int.MaxValue)])
            .Do(4, 3, Query, QueryBody(4, "SELECT a FROM three"), Result, [.. Int(2), .. Int(4), .. Int(0), .. Int(int.MaxValue)])
            .Do(4, 4, Query, [.. Int(5), .. "SELEC"u8], Error, [.. Int(0x2000), .. Short(60000), .. "short"u8]);
        Assert.Equal(["one|0", "two|0", "three|2147483647", "|0"], talk.TableRowsOf().Select(r => r.Cells("collection", "rows")));
    }

    [Fact]
    public void Requests_without_answers_and_statements_without_end_are_bounded()
    {
        using var run = new ProtocolRun();
        var before = GC.GetTotalMemory(true);
        var request = Envelope(4, 1, Query, QueryBody(4, "SELECT a FROM t"));
        run.Feed(Enumerable.Range(0, 50_000).Select(i => new Said(1, true, (ulong)(i * request.Length), request, i)), 500);
        run.Feed(Enumerable.Range(0, 50_000).SelectMany(i => new Talk((ulong)(2 + i % 100)).Do(4, 1, Prepare, LongString($"SELECT a FROM t{i}"), Result, Prepared(4, [.. Int(i), .. new byte[12]], [("a", Type(9))], [])).Pieces), 500);
        Assert.True(GC.GetTotalMemory(true) - before < 48 << 20);
        run.Finish();
        Assert.True(run.Stat("unpaired_requests", "cql") >= 50_000);
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var isWhole = random.Next(2) == 0;
        var pieces = RandomCql.Make(random, [], 2, isWhole ? (ulong)random.Next(100, 1_000_000) : connection, random.Next(3, 6)).Pieces;
        var piece = pieces[random.Next(pieces.Count)];
        var bytes = piece.Payload.ToArray();
        for (var changes = random.Next(5); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        if (isWhole)
            return pieces.Select(p => ReferenceEquals(p, piece) ? p with { Payload = bytes } : p);
        var start = random.Next(4) == 0 ? random.Next(bytes.Length) : 0;
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        return Talk.Split([new Said(connection, piece.IsIngress, position, bytes[start..], random.Next())], random, random.Next(1, 400));
    }
}
