using System.IO.Compression;
using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

public sealed class HttpTests
{
    private const string Get = "GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    [Fact]
    public void Request_and_response_become_a_row()
    {
        var row = Assert.Single(ProtocolRun.RowsOf(new Talk().Ask("POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc")
            .Wait(TimeSpan.FromMilliseconds(4)).Answer("HTTP/1.0 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nno")));
        Assert.Equal(("POST", "/form", 404, "Not Found"), (row.Method, row.Path, row.Status, row.Message));
        Assert.Equal(("abc", 3ul, "no", 2ul), (row.RequestBody, row.RequestSize, row.ResponseBody, row.ResponseSize));
        Assert.Equal("host=x; content-type=text/plain; content-length=3", row.RequestHeaders);
        Assert.Equal((5_000_000L, 1_001_000_000L, (byte)2), (row.Latency, row.Time, row.Role));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n", 13, "abc0123456789")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: gzip, Chunked\n\n2\nab\n0\n\n", 2, "ab")]
    [InlineData("HTTP/1.1 204\r\nContent-Length: 5\r\n\r\n", 0, "")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 0, "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab", 2, "ab")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz", 1, "z")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n\x89PNG", 4, "")]
    public void Bodies_end_where_the_head_says(string response, ulong size, string body)
    {
        var rows = ProtocolRun.RowsOf(new Talk().Ask(Get).Answer(response).Ask(Get).Answer(Ok));
        Assert.Equal(2, rows.Count);
        Assert.Equal((size, body), (rows[0].ResponseSize, rows[0].ResponseBody));
        Assert.Equal("hi", rows[1].ResponseBody);
    }

    [Fact]
    public void Responses_to_head_have_no_body_and_pipelined_ones_keep_their_order()
    {
        var rows = ProtocolRun.RowsOf(new Talk().Ask("HEAD /1 HTTP/1.1\r\n\r\n\r\nGET /2 HTTP/1.1\r\n\r\nOPTIONS * HTTP/1.1\r\n\r\nFROB /4 HTTP/1.1\r\n\r\n")
            .Answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + Ok + "HTTP/1.1 204 No Content\r\n\r\n").Answer(Ok));
        Assert.Equal(["HEAD /1 200 0", "GET /2 200 2", "OPTIONS * 204 0", "FROB /4 200 2"], rows.Select(r => $"{r.Method} {r.Path} {r.Status} {r.ResponseSize}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Blanks_around_the_target_are_no_part_of_it_however_many(int piece)
    {
        const string Wide = "GET            /a%20b   HTTP/1.1\r\nHost: x\r\n\r\n";
        var talk = new Talk();
        foreach (var part in (Wide + Get).Chunk(piece))
            talk.Ask(new string(part));
        var rows = ProtocolRun.RowsOf(talk.Answer(Ok + Ok));
        Assert.Equal(["GET /a%20b 200", "GET /a?b=1 200"], rows.Select(r => $"{r.Method} {r.Path} {r.Status}"));
    }

    [Fact]
    public void Body_until_close_ends_with_the_connection()
    {
        var talk = new Talk().Ask("GET / HTTP/1.0\r\n\r\n").Answer("HTTP/1.0 200 OK\r\n\r\nabc").Answer("def");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces);
        Assert.Empty(run.Rows);
        run.Close(talk);
        var row = Assert.Single(run.Rows);
        Assert.Equal(("abcdef", 6ul, 2_000_000), (row.ResponseBody, row.ResponseSize, row.Latency));
    }

    [Fact]
    public void Close_that_comes_before_the_last_bytes_waits_for_them_by_position()
    {
        var talk = new Talk().Ask("GET / HTTP/1.0\r\n\r\n").Answer("HTTP/1.0 200 OK\r\n\r\nabc").Answer("def");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Take(2));
        run.Close(talk);
        Assert.Empty(run.Rows);
        run.Feed(talk.Pieces.Skip(2));
        Assert.Equal("abcdef", Assert.Single(run.Rows).ResponseBody);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Close_that_comes_before_all_bytes_is_remembered(int rowsABatch)
    {
        var talk = new Talk().Ask("GET / HTTP/1.0\r\n\r\n").Answer("HTTP/1.0 200 OK\r\n\r\nabc").Answer("def");
        using var run = new ProtocolRun();
        run.Close(talk);
        run.Feed(Talk.Split(talk.Pieces, new Random(1), 3), rowsABatch);
        Assert.Equal("abcdef", Assert.Single(run.Rows).ResponseBody);
        run.Flush();
        Assert.Equal((1ul, 1ul), (run.Stat("opened"), run.Stat("closed")));
    }

    [Fact]
    public void Upgrade_ends_what_is_read()
    {
        const string upgrade = "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        var rows = ProtocolRun.RowsOf(new Talk().Ask(upgrade).Answer("HTTP/1.1 101 Switching Protocols\r\n\r\n").Ask(Get).Answer(Ok).Ask("\u0016\u0003\u0001"));
        Assert.Single(rows);
    }

    [Fact]
    public void Expected_body_that_was_not_sent_is_not_waited_for()
    {
        const string put = "PUT /big HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n";
        var rows = ProtocolRun.RowsOf(new Talk().Ask(put).Answer("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n").Ask(Get).Answer(Ok));
        Assert.Equal([417, 200], rows.Select(r => r.Status));
        rows = ProtocolRun.RowsOf(new Talk().Ask(put).Answer("HTTP/1.1 100 Continue\r\n\r\n").Ask(new string('G', 1000)).Answer(Ok).Ask(Get).Answer(Ok));
        Assert.Equal([1000ul, 0ul], rows.Select(r => r.RequestSize));
    }

    [Fact]
    public void Fields_are_read_as_servers_read_them()
    {
        var row = Assert.Single(ProtocolRun.RowsOf(new Talk()
            .Ask("GET / HTTP/1.1\nHOST:x\nX-Fold: a\n \t b\nAccept: 1\nno colon\naccept : 2\nEmpty:\nCookie: secret\nAUTHORIZATION: Basic x\n\n").Answer(Ok)));
        Assert.Equal("host=x; x-fold=a b; accept=1|2; empty=; cookie=[redacted]; authorization=[redacted]", row.RequestHeaders);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("raw")]
    public void Compressed_bodies_are_read_up_to_the_bound(string coding)
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 7}"));
        using var packed = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal, true),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal, true),
            _ => new DeflateStream(packed, CompressionLevel.Optimal, true),
        })
            stream.Write(Encoding.ASCII.GetBytes(text));
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {(coding == "raw" ? "deflate" : coding)}\r\nContent-Length: {packed.Length}\r\n\r\n";
        var row = Assert.Single(ProtocolRun.RowsOf(new Talk().Ask(Get).Say(false, [.. Encoding.ASCII.GetBytes(head), .. packed.ToArray()])));
        Assert.Equal((text[..512], (ulong)packed.Length), (row.ResponseBody, row.ResponseSize));
    }

    [Fact]
    public void Role_is_told_by_the_bytes_where_the_source_does_not_know_it()
    {
        var pieces = new Talk().Ask(Get).Answer(Ok).Pieces.Select(p => p with { Role = 4, IsIngress = !p.IsIngress });
        using var run = new ProtocolRun();
        run.Feed(pieces);
        Assert.Equal(1, Assert.Single(run.Rows).Role);
    }

    [Fact]
    public void Connection_joined_in_the_middle_is_paired_once_it_was_quiet()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Answer("rest of a body").Answer("\r\n0\r\n\r\nHTTP/1.1 200 OK").Ask("more=of a form").Ask(Get).Answer(Ok)
            .Wait(TimeSpan.FromSeconds(2)).Ask("GET /late HTTP/1.1\r\n\r\n").Answer(Ok).Pieces);
        run.Flush();
        Assert.Equal("/late", Assert.Single(run.Rows).Path);
        Assert.Equal(1ul, run.Stat("opened"));
        Assert.True(run.Stat("skipped_bytes", "unknown") > 0);
    }

    [Fact]
    public void Other_tables_are_left_out_and_tables_without_pieces_refused()
    {
        using var run = new ProtocolRun();
        var arena = new Arena(1 << 20);
        using var builder = new BatchBuilder(StreamTables.Other, arena, 1);
        builder.AddRow();
        run.Process(builder.Build(new BatchOrigin("host", "test", 0), 0)!);
        Assert.Equal(1, run.Tally.Filtered);
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new Plugins.Tests.Support.LentContext());
        Assert.Equal("inputs", Assert.Throws<OptionException>(() => transform.Bind([StreamTables.Events])).Key);
    }

    [Fact]
    public void Idle_connection_is_forgotten_and_its_request_counted()
    {
        using var run = new ProtocolRun(new ProtocolsOptions { Timeout = TimeSpan.FromSeconds(10) });
        run.Feed(new Talk().Ask(Get).Pieces);
        run.Flush(TimeSpan.FromSeconds(9));
        Assert.Equal(0ul, run.Stat("expired"));
        run.Flush(TimeSpan.FromSeconds(2));
        Assert.Equal((1ul, 1ul, 1ul), (run.Stat("expired"), run.Stat("unpaired_requests"), run.Stat("closed")));
    }
}
