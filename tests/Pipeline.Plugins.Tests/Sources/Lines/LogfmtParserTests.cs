using System.Globalization;
using System.Text;
using Pipeline.Lines;
using Pipeline.Plugins.Tests.Support;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Lines;

public sealed class LogfmtParserTests
{
    private static readonly LineReading.Options Logfmt = new() { Format = LineFormat.Logfmt, OnInvalid = InvalidLines.Drop };

    [Theory]
    [InlineData("a=1 b=two", """ "a":"1","b":"two" """)]
    [InlineData("  a=1\tb=  c=x\r", """ "a":"1","b":"","c":"x" """)]
    [InlineData("level=info msg=\"all is \\\"well\\\"\\n\\x41\\u00e9\\ud83d\\ude00\"", """ "level":"info","msg":"all is \"well\"\nAé😀" """)]
    [InlineData("debug a=1", """ "debug":true,"a":"1" """)]
    [InlineData("a=b=c url=http://x/?q=1", """ "a":"b=c","url":"http://x/?q=1" """)]
    [InlineData("a=\"\"", """ "a":"" """)]
    public void Pairs_become_attributes(string line, string expected)
    {
        using var reading = new LineReading(Logfmt);
        Assert.Equal($$"""{"table":"test",{{expected.Trim()}}}""", reading.Row(line));
    }

    [Theory]
    [InlineData("no pair at all")]
    [InlineData("=1")]
    [InlineData("a=\"open")]
    [InlineData("a=\"x\"y")]
    [InlineData("a=\"\\q\"")]
    [InlineData("a=\"\\x4\"")]
    [InlineData("a\"b=1")]
    public void What_is_no_logfmt_is_counted(string line)
    {
        using var reading = new LineReading(Logfmt);
        Assert.Null(reading.Row(line));
        Assert.Equal(1, reading.Tally.Dropped["not_logfmt"]);
    }

    [Fact]
    public void Declared_columns_are_filled_and_rows_written_as_logfmt_are_read_back()
    {
        using var reading = new LineReading(Logfmt with
        {
            TimeField = "ts",
            Columns = new OptionTable(new Dictionary<string, object> { ["status"] = "u16", ["ok"] = "bool", ["took"] = "duration" }),
        });
        const string Columns = "table=test status=200 ok=true took=1500000";
        Assert.Equal($"{Columns} msg=\"a b\" n=-5", reading.Row("ts=1769860800 status=200 msg=\"a b\" ok took=1.5ms n=-5", asLogfmt: true));
        Assert.Equal($"{Columns} table_=test msg=\"a b\" n=-5", reading.Row($"{Columns} msg=\"a b\" n=-5", asLogfmt: true));
    }

    [Fact]
    public void Whatever_a_line_is_it_is_a_row_or_counted()
    {
        var random = new Random(9_2026);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
        using var reading = new LineReading(Logfmt);
        var rows = 0;
        for (var i = 0; i < inputs; i++)
        {
            byte[] line = [.. Enumerable.Range(0, random.Next(6)).SelectMany(_ => Piece(random)).Where(b => b != '\n'), (byte)'\n'];
            rows += reading.Read(line) is { } batch ? batch.Rows : 0;
        }

        Assert.Equal(reading.Tally.Created, rows + reading.Tally.Dropped.Values.Sum());
        Assert.InRange(rows, inputs / 10, inputs);
    }

    private static byte[] Piece(Random random) => random.Next(4) switch
    {
        0 => Encoding.ASCII.GetBytes($"k{random.Next(9)}="),
        1 => Encoding.ASCII.GetBytes(((string[])["\"", " ", "=", "\\n", "\\x41", "\"a b\"", "\\", " a=1 "])[random.Next(8)]),
        2 => HostileText.Next(random),
        _ => " x=\"y\" "u8.ToArray(),
    };
}
