using System.IO.Compression;
using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Http2;

public sealed class Http2Tests
{
    private readonly TestEncoder _client = new();
    private readonly TestEncoder _server = new();
    private readonly Random _random = new(1);

    [Fact]
    public void Streams_that_overlap_are_rows_in_the_order_in_which_they_ended()
    {
        var talk = Begin().Say(true, [.. Get(1, "/a"), .. Get(3, "/b")])
            .Say(false, Ok(3, [("content-type", "application/json")])).Say(false, Ok(1, []))
            .Say(false, Frames.Data(1, "one"u8)).Say(false, [.. Frames.Data(3, "{}"u8, true), .. Frames.Data(1, "!"u8, true)]);
        Assert.Equal(
            [("/b", 200, "{}", 2ul, 1, 4_000_000L), ("/a", 200, "one!", 4, 0, 4_000_000)],
            ProtocolRun.RowsOf(talk).Select(r => (r.Path, r.Status, r.ResponseBody, r.ResponseSize, r.ContentType, r.Latency)));
    }

    [Fact]
    public void Fields_are_told_but_for_those_that_have_columns_and_those_that_are_redacted()
    {
        var talk = Begin().Say(true, Headers(1, true, (":method", "GET"), (":path", "/x?y=1"), (":scheme", "http"), (":authority", "h:80"), ("cookie", "a"), ("cookie", "b"), ("x", "1"), ("x", "2")))
            .Say(false, Ok(1, [("set-cookie", "secret"), ("server", "s")], true));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal((2, "GET", "/x?y=1", 1u), (row.Major, row.Method, row.Path, row.Stream));
        Assert.Equal(":scheme=http; :authority=h:80; cookie=[redacted]|[redacted]; x=1|2", row.RequestHeaders);
        Assert.Equal("set-cookie=[redacted]; server=s", row.ResponseHeaders);
    }

    [Fact]
    public void Body_that_is_compressed_is_undone()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, true))
            gzip.Write("some text"u8);
        var talk = Begin().Say(true, Get(1, "/")).Say(false, [.. Ok(1, [("content-type", "text/plain"), ("content-encoding", "gzip")]), .. Frames.Data(1, packed.ToArray(), true, 7)]);
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("some text", (ulong)packed.Length), (row.ResponseBody, row.ResponseSize));
    }

    [Fact]
    public void Bytes_that_nobody_saw_inside_a_frame_of_data_cost_its_text_only()
    {
        var data = Frames.Data(1, Encoding.ASCII.GetBytes(new string('x', 200)), true);
        var talk = Begin().Say(true, Get(1, "/")).Say(false, Ok(1, [])).Say(false, data).Say(true, Get(3, "/next")).Say(false, Ok(3, [], true));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select(p => p.Size == data.Length ? p with { Payload = p.Payload[..50] } : p));
        run.Close(talk);
        Assert.Equal([("/", 200ul, 41), ("/next", 0, 0)], run.Rows.Select(r => (r.Path, r.ResponseSize, r.ResponseBody.Length)));
        run.Flush();
        Assert.Equal((159ul, 0ul), (run.Stat("gap_bytes", "http2"), run.Stat("resyncs", "http2")));
    }

    [Fact]
    public void Response_whose_length_was_told_is_a_row_though_part_of_it_was_lost()
    {
        var talk = Begin().Say(true, Get(1, "/")).Say(false, Ok(1, [("content-length", "40")]));
        for (var i = 0; i < 4; i++)
            talk.Say(false, Frames.Data(1, "0123456789"u8, i == 3));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Where((_, i) => i != 6));
        Assert.Equal(("01234567890123456789", 40ul), (Assert.Single(run.Rows).ResponseBody, run.Rows[0].ResponseSize));
    }

    [Theory]
    [InlineData(true, 8u, "CANCEL")]
    [InlineData(false, 7u, "REFUSED_STREAM")]
    [InlineData(false, 99u, "99")]
    public void Stream_that_was_reset_is_a_row_with_an_error(bool byClient, uint code, string error)
    {
        var talk = Begin().Say(true, Get(1, "/a")).Say(byClient, Frames.Reset(1, code)).Say(false, Ok(1, [], true));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("/a", 0, error, 1_000_000L), (row.Path, row.Status, row.Error, row.Latency));
    }

    [Fact]
    public void Response_before_the_end_of_its_request_is_none()
    {
        var talk = Begin().Say(true, Headers(1, false, (":method", "POST"), (":path", "/up"))).Say(true, Frames.Data(1, "part"u8))
            .Say(false, Ok(1, [], true)).Say(false, Frames.Reset(1, 0));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("", 4ul, 200, 2_000_000L), (row.Error, row.RequestSize, row.Status, row.Latency));
    }

    [Fact]
    public void Streams_that_a_server_that_goes_away_will_not_answer_are_rows_with_an_error()
    {
        var talk = Begin().Say(true, [.. Get(1, "/1"), .. Get(3, "/3"), .. Get(5, "/5")]).Say(false, Frames.GoAway(1, 0)).Say(false, Ok(1, [], true));
        Assert.Equal([("/5", "REFUSED_STREAM"), ("/3", "REFUSED_STREAM"), ("/1", "")], ProtocolRun.RowsOf(talk).Select(r => (r.Path, r.Error)));
    }

    [Fact]
    public void What_a_server_pushes_is_a_row()
    {
        var promise = _server.Encode(_random, [(":method", "GET"), (":path", "/style.css"), (":scheme", "http"), (":authority", "h")]);
        var talk = Begin().Say(true, Get(1, "/")).Say(false, Frames.Of(5, 4, 1, [0, 0, 0, 2, .. promise])).Say(false, Ok(1, [], true)).Say(false, Ok(2, [], true));
        Assert.Equal([("/", 1u, 2_000_000L), ("/style.css", 2, 2_000_000)], ProtocolRun.RowsOf(talk).Select(r => (r.Path, r.Stream, r.Latency)));
    }

    [Fact]
    public void Interim_responses_are_no_rows_and_trailers_are_told()
    {
        var talk = Begin().Say(true, Get(1, "/")).Say(false, Headers(1, false, _server, (":status", "103"), ("link", "x"))).Say(false, Ok(1, [("a", "1")]))
            .Say(false, Frames.Data(1, "b"u8)).Say(false, Headers(1, true, _server, ("x-sum", "2")));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal((200, "a=1", "x-sum=2"), (row.Status, row.ResponseHeaders, row.Trailers));
    }

    [Fact]
    public void Call_of_grpc_tells_its_method_its_status_and_its_messages()
    {
        var talk = Begin().Say(true, Call(1, "/shop.Cart/Watch")).Say(true, Frames.Data(1, Frames.Message(10), true))
            .Say(false, Ok(1, [("content-type", "application/grpc")])).Say(false, Frames.Data(1, [.. Frames.Message(0), .. Frames.Message(3000), .. Frames.Message(1).AsSpan(0, 2)]))
            .Say(false, Frames.Data(1, Frames.Message(1).AsSpan(2))).Say(false, Headers(1, true, _server, ("grpc-status", "4"), ("grpc-message", "too late")));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("grpc", "shop.Cart/Watch", "DEADLINE_EXCEEDED", (1ul, 3ul), 2), (row.Rpc, row.RpcMethod, row.GrpcStatus, row.Messages, row.ContentType));
        Assert.Equal(("grpc-status=4; grpc-message=too late", "", ""), (row.Trailers, row.RequestBody, row.ResponseBody));
    }

    [Fact]
    public void Call_that_is_refused_at_once_has_its_status_in_its_only_fields()
    {
        var talk = Begin().Say(true, [.. Call(1, "/a.B/C"), .. Frames.Data(1, Frames.Message(1), true)])
            .Say(false, Ok(1, [("content-type", "application/grpc"), ("grpc-status", "12"), ("grpc-message", "no")], true));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("UNIMPLEMENTED", "", (1ul, 0ul)), (row.GrpcStatus, row.Trailers, row.Messages));
    }

    [Fact]
    public void Call_that_its_client_waited_for_too_long_is_an_error_without_a_status()
    {
        var talk = Begin().Say(true, [.. Call(1, "/a.B/C"), .. Frames.Data(1, Frames.Message(1), true)]).Wait(TimeSpan.FromSeconds(1)).Say(true, Frames.Reset(1, 8));
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("CANCEL", "", "a.B/C", 0, 1_001_000_000L), (row.Error, row.GrpcStatus, row.RpcMethod, row.Status, row.Latency));
    }

    [Fact]
    public void Web_socket_over_a_stream_is_a_row_once_it_is_open()
    {
        var talk = Begin().Say(true, Headers(1, false, (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/chat"), (":authority", "h")))
            .Say(false, Ok(1, [])).Say(true, Frames.Data(1, "\x81\x85 what it says"u8)).Say(false, Frames.Data(1, "\x81\x02hi"u8)).Say(true, Get(3, "/")).Say(false, Ok(3, [], true));
        var rows = ProtocolRun.RowsOf(talk);
        Assert.Equal([("CONNECT", "/chat", 200, 0ul, 1_000_000L), ("GET", "/", 200, 0, 1_000_000)], rows.Select(r => (r.Method, r.Path, r.Status, r.RequestSize, r.Latency)));
        Assert.Contains(":protocol=websocket", rows[0].RequestHeaders, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_joined_in_the_middle_tells_what_is_certain()
    {
        (string, string)[] fields = [(":method", "GET"), (":path", "/long/path"), (":authority", "h"), ("x-known", "k")];
        var talk = new Talk();
        for (var i = 1u; i < 20; i += 2)
            talk.Say(true, Frames.Headers(i, Indexed(_client, i < 15 ? fields : [.. fields, ("x-new", "n")]), true))
                .Say(false, Frames.Headers(i, Indexed(_server, [(":status", "201"), (i < 15 ? "x-old" : "x-new", $"{i}")]), true));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Skip(8));
        // Whether the first fields from the server are a beginning or an end is not certain.
        Assert.Equal([11u, 13, 15, 17, 19], run.Rows.Select(r => r.Stream));
        // What was put into the table before is not known, by its name neither; what came since is.
        Assert.All(run.Rows, row => Assert.Equal(("GET", "", 0), (row.Method, row.Path, row.Status)));
        Assert.Equal(["", "", "x-new=n", "x-new=n", "x-new=n"], run.Rows.Select(r => r.RequestHeaders));
        Assert.Equal(["", "", "x-new=15", "x-new=17", "x-new=19"], run.Rows.Select(r => r.ResponseHeaders));
    }

    [Fact]
    public void Rows_of_both_versions_are_in_one_table()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk(2).Ask("GET /one HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").Pieces);
        run.Feed(Begin().Say(true, Get(1, "/two")).Say(false, Ok(1, [], true)).Pieces);
        Assert.Equal([("/one", 1), ("/two", 2)], run.Rows.Select(r => (r.Path, r.Major)));
    }

    [Fact]
    public void Response_that_is_told_of_before_its_request_waits_for_it()
    {
        var talk = Begin().Say(true, Get(1, "/a")).Say(false, Ok(1, [], true));
        var pieces = talk.Pieces.ToList();
        (pieces[^1], pieces[^2]) = (pieces[^2], pieces[^1]);
        using var run = new ProtocolRun();
        run.Feed(pieces);
        Assert.Equal(("/a", 200), (Assert.Single(run.Rows).Path, run.Rows[0].Status));
    }

    [Fact]
    public void Request_that_upgraded_its_connection_is_answered_by_the_first_stream()
    {
        var talk = new Talk().Ask("POST /up HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\nhi")
            .Say(false, [.. "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"u8, .. Frames.Settings((3, 100))])
            .Say(true, [.. Frames.Preface, .. Frames.Settings()]).Say(false, Ok(1, [], true)).Say(true, Get(3, "/next")).Say(false, Ok(3, [], true));
        var rows = ProtocolRun.RowsOf(talk);
        Assert.Equal([("/up", 101, 1, 0u), ("/up", 200, 2, 1), ("/next", 200, 2, 3)], rows.Select(r => (r.Path, r.Status, r.Major, r.Stream)));
        Assert.Equal(("POST", "hi", 2ul, rows[0].Time, 3_000_000L), (rows[1].Method, rows[1].RequestBody, rows[1].RequestSize, rows[1].Time, rows[1].Latency));
    }

    [Fact]
    public void Web_socket_that_upgrades_a_connection_is_a_row_and_nothing_else_is_read()
    {
        var talk = new Talk().Ask("GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n")
            .Answer("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0002hi").Say(true, Frames.Preface);
        var row = Assert.Single(ProtocolRun.RowsOf(talk));
        Assert.Equal(("/chat", 101, "connection=Upgrade; upgrade=websocket"), (row.Path, row.Status, row.ResponseHeaders));
    }

    [Fact]
    public void Bodies_are_not_kept_where_none_are_wanted()
    {
        using var run = new ProtocolRun(new ProtocolsOptions { MaxBody = new ByteSize(0) });
        run.Feed(Begin().Say(true, Get(1, "/")).Say(false, [.. Ok(1, []), .. Frames.Data(1, "text"u8, true)]).Pieces);
        Assert.Equal(("", 4ul), (Assert.Single(run.Rows).ResponseBody, run.Rows[0].ResponseSize));
    }

    private static Talk Begin() => new Talk().Say(true, [.. Frames.Preface, .. Frames.Settings((3, 100))]).Say(false, Frames.Settings());

    private static byte[] Indexed(TestEncoder encoder, (string, string)[] fields) => encoder.Encode(new Always(), fields);

    private byte[] Get(uint stream, string path) => Headers(stream, true, (":method", "GET"), (":path", path), (":scheme", "http"));

    private byte[] Call(uint stream, string path) => Headers(stream, false, (":method", "POST"), (":path", path), (":scheme", "http"), ("content-type", "application/grpc+proto"), ("te", "trailers"));

    private byte[] Headers(uint stream, bool isEnd, params (string, string)[] fields) => Headers(stream, isEnd, _client, fields);

    private byte[] Headers(uint stream, bool isEnd, TestEncoder encoder, params (string, string)[] fields) => Frames.Headers(stream, encoder.Encode(_random, fields), isEnd);

    private byte[] Ok(uint stream, (string, string)[] fields, bool isEnd = false) => Headers(stream, isEnd, _server, [(":status", "200"), .. fields]);

    /// <summary>Puts everything into the table that is not in it.</summary>
    private sealed class Always : Random
    {
        public override int Next(int maxValue) => maxValue - 1;
    }
}
