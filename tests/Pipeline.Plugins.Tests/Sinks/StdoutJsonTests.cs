using System.Text;
using System.Text.Json;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

public sealed class StdoutJsonTests
{
    private static readonly StdoutOptions Json = new() { Format = StdoutFormat.Json };

    [Fact]
    public void A_row_is_one_object_with_the_table_first_and_columns_in_schema_order() => Assert.Equal(
        """
        {"table":"execsnoop","time":"2026-01-31T12:00:00.123456789Z","comm":"bash","pid":42,"ppid":1,"ret":-2,"start_ticks":7,"args":["ls","-l","a \"b\""]}
        {"table":"execsnoop","time":"2026-01-31T11:59:59.999999999Z","comm":"","pid":0,"ppid":0,"ret":0,"start_ticks":7,"args":[]}

        """,
        StdoutRun.Text(Json, Samples.Execs((123_456_789, "bash", 42, 1, -2, ["ls", "-l", "a \"b\""]), (-1, "", 0, 0, 0, []))));

    [Fact]
    public void Columns_are_chosen_and_ordered_by_name() => Assert.Equal(
        "{\"table\":\"execsnoop\",\"ppid\":1,\"comm\":\"bash\"}\n",
        StdoutRun.Text(Json with { Columns = ["ppid", "comm"] }, Samples.Execs((0, "bash", 42, 1, 0, []))));

    [Fact]
    public void Rows_of_several_tables_name_theirs()
    {
        var lines = StdoutRun.Text(Json with { Columns = ["ret", "disk"] }, Samples.Execs((0, "a", 1, 1, 3, [])), Samples.Requests((0, "b", 2, "sda", 0, 1, 2, 3)));
        Assert.Equal("{\"table\":\"execsnoop\",\"ret\":3}\n{\"table\":\"biosnoop\",\"disk\":\"sda\"}\n", lines);
    }

    [Fact]
    public void Text_that_is_not_utf8_keeps_its_exact_bytes_beside_its_repair() => Assert.Equal(
        """
        {"table":"texts","s":"a\ufffdb","s_base64":"Yf9i"}
        {"table":"texts","s":"plain"}

        """.Replace("\\ufffd", "\ufffd", StringComparison.Ordinal),
        StdoutRun.Text(Json, Samples.Texts("s", [(byte)'a', 0xff, (byte)'b'], "plain"u8.ToArray())));

    [Fact]
    public void One_bad_element_brings_the_exact_bytes_of_the_whole_list() => Assert.Equal(
        "{\"table\":\"lists\",\"l\":[\"ok\",\"\ufffd\"],\"l_base64\":[\"b2s=\",\"gA==\"]}\n",
        StdoutRun.Text(Json, Samples.Lists("l", [["ok"u8.ToArray(), [0x80]]])));

    [Fact]
    public void Every_control_character_is_escaped() => Assert.Equal(
        """
        {"table":"texts","s":"\n\r\t\u0000\u001b\u007f\u009b\u0085\"\\"}

        """,
        StdoutRun.Text(Json, Samples.Texts("s", Encoding.UTF8.GetBytes("\n\r\t\0\u001b\u007f\u009b\u0085\"\\"))));

    [Fact]
    public void A_second_parser_agrees_on_hostile_texts()
    {
        var random = new Random(7);
        byte[][] texts = [.. Enumerable.Range(0, 20_000).Select(_ => HostileText.Next(random))];
        var batch = Samples.Texts("s", texts);
        var lines = StdoutRun.Text(Json, batch).Split('\n');
        for (var row = 0; row < texts.Length; row++)
        {
            using var line = JsonDocument.Parse(lines[row]);
            Assert.Equal(Encoding.UTF8.GetString(texts[row]), line.RootElement.GetProperty("s").GetString());
            Assert.Equal(
                System.Text.Unicode.Utf8.IsValid(texts[row]) ? null : Convert.ToBase64String(texts[row]),
                line.RootElement.TryGetProperty("s_base64", out var exact) ? exact.GetString() : null);
        }
    }

    [Fact]
    public void A_row_larger_than_every_buffer_is_written_whole()
    {
        var text = new byte[5 << 20];
        Array.Fill(text, (byte)'"');
        using var line = JsonDocument.Parse(StdoutRun.Bytes(Json, null, Samples.Texts("s", text)));
        Assert.Equal(text.Length, line.RootElement.GetProperty("s").GetString()!.Length);
    }

    [Theory]
    [InlineData("Json")]
    [InlineData("Logfmt")]
    [InlineData("Table")]
    public void Rows_cost_no_allocation(string format)
    {
        const int Rows = 1000;
        string[] args = ["ls", "-l", "/tmp/ü \"x\""];
        var batch = Samples.Execs([.. Enumerable.Range(0, Rows).Select(i => (i * 1_000_000_007L, "bash", i, 1, -i, args))]);
        using var output = new DiscardingOutput();
        using var sink = StdoutRun.Bind(new StdoutOptions { Format = Enum.Parse<StdoutFormat>(format) }, output, batch.Schema);
        for (var i = 0; i < 10; i++)
            sink.Write(batch, CancellationToken.None);
        var allocated = Allocated.By(() => sink.Write(batch, CancellationToken.None));
        Assert.True(allocated < Rows / 10, $"{allocated} bytes for {Rows} rows");
        Assert.True(output.Written > 20 * Rows);
    }
}
