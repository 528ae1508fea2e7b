using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

public sealed class StdoutLogfmtTests
{
    private static readonly StdoutOptions Logfmt = new() { Format = StdoutFormat.Logfmt };

    [Fact]
    public void A_row_is_a_line_of_pairs() => Assert.Equal(
        """
        table=execsnoop time=2026-01-31T12:00:00.123456789Z comm=bash pid=42 ppid=1 ret=-2 start_ticks=7 args="ls -l \"a b\""
        table=execsnoop time=2026-01-31T12:00:00.000000000Z comm="" pid=0 ppid=0 ret=0 start_ticks=7 args=""

        """,
        StdoutRun.Text(Logfmt, Samples.Execs((123_456_789, "bash", 42, 1, -2, ["ls", "-l", "a b"]), (0, "", 0, 0, 0, []))));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("naïve", "naïve")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("a\nb\u001b", "\"a\\nb\\x1b\"")]
    [InlineData("\u202e", "\"\\u202e\"")]
    public void A_text_is_quoted_only_where_it_must_be(string text, string shown) =>
        Assert.Equal($"table=texts s={shown}\n", StdoutRun.Text(Logfmt, Samples.Texts("s", Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Bytes_that_are_not_utf8_are_shown_in_hexadecimal() =>
        Assert.Equal("table=texts s=\"a\\xff\\xc2b\"\n", StdoutRun.Text(Logfmt, Samples.Texts("s", [(byte)'a', 0xff, 0xc2, (byte)'b'])));

    [Fact]
    public void Hostile_texts_and_lists_read_back_to_the_same_bytes()
    {
        var random = new Random(11);
        byte[][] texts = [.. Enumerable.Range(0, 20_000).Select(_ => HostileText.Next(random))];
        byte[][][] lists = [.. Enumerable.Range(0, 5_000).Select(_ => Enumerable.Range(0, random.Next(4)).Select(_ => HostileText.Next(random)).ToArray())];
        var lines = Lines(StdoutRun.Bytes(Logfmt, null, Samples.Texts("s", texts), Samples.Lists("l", lists)));
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(texts[i], Assert.Single(LogfmtReader.Pairs(lines[i]), pair => pair.Key == "s").Value);
        for (var i = 0; i < lists.Length; i++)
            Assert.Equal(lists[i], LogfmtReader.Words(Assert.Single(LogfmtReader.Pairs(lines[texts.Length + i]), pair => pair.Key == "l").Value));
    }

    [Fact]
    public void Rows_with_every_type_have_one_pair_a_column_and_one_an_attribute()
    {
        var random = new Random(12);
        var batch = ScatteredBatch.Make(EveryType.Schema, EveryType.Cells(random, 500), 500, Samples.Arena, random, unixOffset: Samples.Noon);
        var attributes = EveryType.Schema.Ordinal("attributes");
        string[] keys = ["table", .. EveryType.Schema.Columns.Select(column => column.Name)];
        var lines = Lines(StdoutRun.Bytes(Logfmt, null, batch));
        for (var row = 0; row < batch.Rows; row++)
        {
            var found = LogfmtReader.Pairs(lines[row]).Select(pair => pair.Key).ToArray();
            var count = 0;
            foreach (var _ in new AttributeMap(batch.Cell(attributes, row)))
                count++;
            Assert.Equal(keys.Length - 1 + count, found.Length);
            Assert.Equal(keys[..(attributes + 1)], found[..(attributes + 1)]);
            Assert.Equal(keys[(attributes + 2)..], found[(attributes + 1 + count)..]);
        }
    }

    private static List<byte[]> Lines(byte[] text)
    {
        var lines = new List<byte[]>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOf((byte)'\n');
            lines.Add(text[start..(start + end)]);
            start += end + 1;
        }

        return lines;
    }
}
