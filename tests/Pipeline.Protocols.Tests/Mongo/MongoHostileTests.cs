using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mongo;

[Collection(Alone.Name)]
public sealed class MongoHostileTests
{
    private const int Seed = 20272;

    private static readonly byte[] Find = Bson.Document(("find", "c"), ("$db", "d"));

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = 0L;
        Fuzz.Run(Seed, Pieces, run => rows = (long)Math.Max((ulong)rows, run.Stat("records", "mongo")));
        Assert.True(rows > 50, $"{rows} rows of MongoDB in the best run");
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(21, int.MaxValue)]
    [InlineData(21, 4)]
    [InlineData(21, -1)]
    public void Lengths_that_lie_are_invalid_and_the_next_message_is_found(int at, int value)
    {
        var wrong = MongoBytes.Message(2, 0, Find);
        if (at == 20)
            wrong[20] = (byte)value;
        else
            BitConverter.TryWriteBytes(wrong.AsSpan(at), value);
        using var run = TableRows.Run(out var rows);
        run.Feed(new Talk().Do(1, Find, MongoBytes.Ok).Say(true, wrong).Do(3, Find, MongoBytes.Ok).Pieces);
        run.Flush();
        Assert.Equal(2, rows.Count);
        Assert.True(run.Stat("invalid", "mongo") > 0);
    }

    [Fact]
    public void Deep_nesting_is_shown_to_a_bound()
    {
        var document = Bson.Document(("x", 1));
        for (var i = 0; i < 10_000; i++)
            document = Bson.Document(("a", document));
        var talk = new Talk();
        foreach (var chunk in MongoBytes.Message(1, 0, Bson.Document(("insert", "c"), ("deep", document), ("$db", "d"))).Chunk(30_000))
            talk.Say(true, chunk);
        var row = Assert.Single(talk.Say(false, MongoBytes.Message(2, 1, MongoBytes.Ok)).TableRowsOf(new Pipeline.Transforms.Protocols.ProtocolsOptions { MaxBody = new ByteSize(64 << 10) }));
        Assert.Equal("insert|c|d", row.Cells("req_cmd", "collection", "database"));
        Assert.NotNull(System.Text.Json.JsonDocument.Parse(row["req_body"], new() { MaxDepth = 100 }));
    }

    [Fact]
    public void Bombs_are_decompressed_to_a_bound()
    {
        var bomb = MongoBytes.Compressed(MongoBytes.Message(1, 0, Bson.Document(("find", "c"), ("filter", new string('a', 40_000_000)), ("$db", "far"))), isZlib: true);
        var before = GC.GetTotalMemory(true);
        var row = Assert.Single(new Talk().Say(true, bomb).Say(false, MongoBytes.Message(2, 1, MongoBytes.Ok)).TableRowsOf());
        Assert.True(GC.GetTotalMemory(true) - before < 4 << 20);
        Assert.Equal("find|c||ok", row.Cells("req_cmd", "collection", "database", "resp_status"));
    }

    [Fact]
    public void Compressed_bytes_that_are_none_are_invalid()
    {
        using var run = TableRows.Run(out var rows);
        var garbage = MongoBytes.Frame(2, 0, 2012, [.. Bson.Int32(2013), .. Bson.Int32(100), 2, .. Enumerable.Repeat((byte)0xEE, 50)]);
        run.Feed(new Talk().Do(1, Find, MongoBytes.Ok).Say(true, garbage).Say(true, garbage).Do(3, Find, MongoBytes.Ok).Pieces);
        run.Flush();
        Assert.Equal((2, 2ul), (rows.Count, run.Stat("invalid", "mongo")));
    }

    [Fact]
    public void Requests_without_answers_and_connections_that_are_dropped_are_bounded()
    {
        var ping = MongoBytes.Message(1, 0, Bson.Document(("ping", 1), ("$db", "d")));
        using var run = new ProtocolRun(new Pipeline.Transforms.Protocols.ProtocolsOptions { Memory = new ByteSize(4 << 20) });
        var before = GC.GetTotalMemory(true);
        run.Feed(Enumerable.Range(0, 100_000).Select(i => new Said(1, true, (ulong)(i * ping.Length), ping, i)), 500);
        run.Feed(Enumerable.Range(2, 20_000).Select(i => new Said((ulong)i, true, 0, ping, i)), 500);
        Assert.True(GC.GetTotalMemory(true) - before < 64 << 20);
        run.Finish();
        Assert.Equal((120_000ul, 120_000ul), (run.Stat("messages", "mongo"), run.Stat("unpaired_requests", "mongo")));
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var pieces = RandomMongo.Make(random, [], 2).Pieces;
        var piece = pieces[random.Next(pieces.Count)];
        var bytes = piece.Payload.ToArray();
        for (var changes = random.Next(5); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        var start = random.Next(4) == 0 ? random.Next(bytes.Length) : 0;
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        return Talk.Split([new Said(connection, piece.IsIngress, position, bytes[start..], random.Next())], random, random.Next(1, 400));
    }
}
