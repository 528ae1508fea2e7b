using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Memcached;

public sealed class MemcachedTests
{
    private static readonly string[] Told = ["req_cmd", "keys", "resp_status", "resp", "hits", "misses", "value_bytes", "flags", "quiet"];

    [Fact]
    public void Command_and_answer_become_a_row()
    {
        var row = Assert.Single(new Talk().Ask("set greeting 7 0 5\r\nhello\r\n").Wait(TimeSpan.FromMilliseconds(3)).Answer("STORED\r\n").TableRowsOf());
        Assert.Equal("set|text|0|greeting|1|STORED||memcached||5|7|27|8|4000000", row.Cells("req_cmd", "format", "quiet", "keys", "key_count", "resp_status", "resp", "db_system", "error", "value_bytes", "flags", "req_size", "resp_size", "latency_ns"));
    }

    [Theory]
    [InlineData("get a\r\n", "VALUE a 3 2\r\nhi\r\nEND\r\n", "get|a|END||1|0|2|3|0")]
    [InlineData("gets a b c\r\n", "VALUE a 1 2 99\r\n\r\n\r\nVALUE c 0 0 7\r\n\r\nEND\r\n", "gets|a b c|END||2|1|2|1|0")]
    [InlineData("gat 10 a\r\n", "END\r\n", "gat|a|END||0|1|0|0|0")]
    [InlineData("cas a 1 0 2 99\r\nhi\r\n", "EXISTS\r\n", "cas|a|EXISTS||0|0|2|1|0")]
    [InlineData("add a 0 -1 2\r\nhi\r\n", "NOT_STORED\r\n", "add|a|NOT_STORED||0|0|2|0|0")]
    [InlineData("delete a\r\n", "DELETED\r\n", "delete|a|DELETED||0|0|0|0|0")]
    [InlineData("incr a 5\r\n", "42\r\n", "incr|a|OK|42|0|0|0|0|0")]
    [InlineData("touch a 5\r\n", "NOT_FOUND\r\n", "touch|a|NOT_FOUND||0|0|0|0|0")]
    [InlineData("version\r\n", "VERSION 1.6.18\r\n", "version||VERSION|1.6.18|0|0|0|0|0")]
    [InlineData("stats items\r\n", "STAT items:1:number 2\r\nSTAT x y\r\nEND\r\n", "stats||END||0|0|0|0|0")]
    [InlineData("flush_all 10\r\n", "OK\r\n", "flush_all||OK||0|0|0|0|0")]
    [InlineData("mg a v f k Oxy\r\n", "VA 2 f9 ka Oxy\r\nhi\r\n", "mg|a|VA||1|0|2|9|0")]
    [InlineData("mg a v\r\n", "EN\r\n", "mg|a|EN||0|1|0|0|0")]
    [InlineData("ms a 2 T0\r\nhi\r\n", "HD\r\n", "ms|a|HD||0|0|2|0|0")]
    [InlineData("md a\r\n", "NF\r\n", "md|a|NF||0|0|0|0|0")]
    [InlineData("ma a N0 J1\r\n", "HD\r\n", "ma|a|HD||0|0|0|0|0")]
    [InlineData("mn\r\n", "MN\r\n", "mn||MN||0|0|0|0|0")]
    public void Every_command_is_read(string asked, string answered, string row) =>
        Assert.Equal(row, new Talk().Ask("set x 0 0 1\r\n1\r\n").Answer("STORED\r\n").Ask(asked).Answer(answered).Ask("get y\r\n").Answer("END\r\n").TableRowsOf()[1].Cells(Told));

    [Theory]
    [InlineData("ERROR\r\n", "ERROR", "")]
    [InlineData("CLIENT_ERROR bad data chunk\r\n", "CLIENT_ERROR", "bad data chunk")]
    [InlineData("SERVER_ERROR out of memory\r\n", "SERVER_ERROR", "out of memory")]
    public void Errors_are_told(string answer, string error, string text) =>
        Assert.Equal($"{error}|{text}|0|0", Assert.Single(new Talk().Ask("gets a\r\n").Answer(answer).TableRowsOf()).Cells("error", "resp", "hits", "misses"));

    [Fact]
    public void Commands_that_want_no_answer_are_rows_at_once()
    {
        var rows = new Talk().Ask("set a 0 0 1 noreply\r\n1\r\nincr a 1 noreply\r\ndelete a noreply\r\nget b\r\n").Answer("END\r\n").Ask("quit\r\n").TableRowsOf();
        Assert.Equal(["set||1|0", "incr||1|0", "delete||1|0", "get|END|0|1000000", "quit||0|0"], rows.Select(r => r.Cells("req_cmd", "resp_status", "quiet", "latency_ns")));
    }

    [Fact]
    public void Error_behind_a_command_that_wants_no_answer_is_not_taken_for_the_next_ones()
    {
        using var run = TableRows.Run(out var rows);
        run.Feed(new Talk().Ask("set a 0 0 1 noreply\r\n1\r\n").Ask("get b\r\n").Answer("SERVER_ERROR out of memory\r\n").Answer("END\r\n").Pieces);
        run.Flush();
        Assert.Equal(["set"], rows.Select(r => r["req_cmd"]));
        Assert.Equal(2ul, run.Stat("unpaired_responses", "memcached"));
    }

    [Fact]
    public void Quiet_meta_commands_are_told_by_what_they_repeat()
    {
        var rows = new Talk().Ask("mg a v q O1\r\nmg b v q O2\r\nmg c v q O3\r\nms d 1 q\r\n1\r\nmn\r\n").Answer("VA 1 O2\r\nx\r\nMN\r\n").TableRowsOf();
        Assert.Equal(["mg|a|||0|1|1", "mg|b|VA||1|0|1", "mg|c|||0|1|1", "ms|d|||0|0|1", "mn||MN||0|0|0"], rows.Select(r => r.Cells("req_cmd", "keys", "resp_status", "resp", "hits", "misses", "quiet")));
    }

    [Fact]
    public void Answer_that_a_quiet_command_or_the_one_behind_it_may_have_is_neither_s()
    {
        using var run = TableRows.Run(out var rows);
        run.Feed(new Talk().Ask("set a 0 0 1\r\n1\r\n").Answer("STORED\r\n").Ask("mg a v q\r\nmg b v\r\n").Answer("VA 1\r\nx\r\n").Pieces);
        run.Flush();
        Assert.Equal(["set"], rows.Select(r => r["req_cmd"]));
        Assert.Equal((2ul, 1ul), (run.Stat("unpaired_requests", "memcached"), run.Stat("unpaired_responses", "memcached")));
    }

    [Fact]
    public void Error_of_a_command_that_is_not_known_is_not_a_quiet_one_s()
    {
        // The server refuses what nobody could read; the quiet command behind it found nothing, and has no answer.
        using var run = TableRows.Run(out var rows);
        run.Feed(new Talk().Ask("set a 0 0 1\r\n1\r\n").Answer("STORED\r\n").Ask("bogus\r\nmg b v k q\r\nmn\r\n").Answer("ERROR\r\nMN\r\n").Pieces);
        run.Flush();
        Assert.DoesNotContain(rows, r => r["req_cmd"] == "mg");
        Assert.True(run.Stat("unpaired_responses", "memcached") > 0);
    }

    [Fact]
    public void Binary_messages_are_read()
    {
        var rows = new Talk()
            .Say(true, Binary(0x80, 0x01, 5, [0, 0, 0, 9, 0, 0, 0, 0], "key", "value")).Say(false, Binary(0x81, 0x01, 5, [], "", ""))
            .Say(true, [.. Binary(0x80, 0x0D, 0, [], "a", ""), .. Binary(0x80, 0x0D, 0, [], "b", ""), .. Binary(0x80, 0x0A, 0, [], "", "")])
            .Say(false, [.. Binary(0x81, 0x0D, 0, [0, 0, 0, 4], "b", "found"), .. Binary(0x81, 0x0A, 0, [], "", "")])
            .Say(true, Binary(0x80, 0x00, 6, [], "key", "")).Say(false, Binary(0x81, 0x00, 6, [], "", "Not found", 1))
            .Say(true, Binary(0x80, 0x21, 7, [], "PLAIN", "\0user\0hidden")).Say(false, Binary(0x81, 0x21, 7, [], "", "Auth failure.", 0x20))
            .Say(true, Binary(0x80, 0x10, 8, [], "", "")).Say(false, [.. Binary(0x81, 0x10, 8, [], "pid", "1"), .. Binary(0x81, 0x10, 8, [], "x", "2"), .. Binary(0x81, 0x10, 8, [], "", "")])
            .Say(true, Binary(0x80, 0x17, 9, [], "", "")).TableRowsOf();
        Assert.Equal(
            [
                "set|key|NO_ERROR||0|0|5|9|0", "get|a|||0|1|0|0|1", "get|b|NO_ERROR||1|0|5|4|1", "noop||NO_ERROR||0|0|0|0|0", "get|key|KEY_NOT_FOUND||0|1|0|0|0",
                "sasl_auth|PLAIN|AUTH_ERROR|Auth failure.|0|0|12|0|0", "stats||NO_ERROR||0|0|0|0|0", "quit||||0|0|0|0|1",
            ],
            rows.Select(r => r.Cells(Told)));
        Assert.DoesNotContain(rows, r => r.ToString().Contains("hidden", StringComparison.Ordinal));
        Assert.Equal("AUTH_ERROR", rows[5]["error"]);
    }

    [Theory]
    [InlineData("set key value\r\n")]
    [InlineData("get key\r\n")]
    [InlineData("quit\r\n")]
    [InlineData("stat\r\n")]
    [InlineData("version please\r\n")]
    [InlineData("incr key\r\n")]
    [InlineData("delete 17\r\n")]
    [InlineData("SET key 0 0 1\r\n")]
    [InlineData("touch me\r\n")]
    [InlineData("add some butter\r\n")]
    [InlineData("+OK\r\n")]
    [InlineData("ERROR\r\n")]
    [InlineData("OK\r\n")]
    [InlineData("EX-LIBRIS\r\n")]
    [InlineData("\u0080\u0000\u0000\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000abc")]
    public void Lines_of_others_are_not_taken_for_it(string line)
    {
        using var run = TableRows.Run(out _);
        run.Feed(new Talk().Ask(line).Answer(line).Pieces);
        run.Flush();
        Assert.Equal(0ul, run.Stat("opened", "memcached"));
    }

    internal static byte[] Binary(byte magic, byte opcode, int opaque, byte[] extras, string key, string value, int status = 0)
    {
        var length = extras.Length + key.Length + value.Length;
        return
        [
            magic, opcode, 0, (byte)key.Length, (byte)extras.Length, 0, (byte)(status >> 8), (byte)status, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length,
            (byte)(opaque >> 24), (byte)(opaque >> 16), (byte)(opaque >> 8), (byte)opaque, 0, 0, 0, 0, 0, 0, 0, 0, .. extras, .. Encoding.Latin1.GetBytes(key), .. Encoding.Latin1.GetBytes(value),
        ];
    }
}
