using System.Globalization;
using System.Text;
using Pipeline.Lines;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Lines;

public sealed class JsonParserTests
{
    private const int Seed = 61_124;

    private static readonly LineReading.Options Json = new() { Format = LineFormat.Json, OnInvalid = InvalidLines.Drop };

    /// <summary>What parsers are known to differ in, each as a value.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "nul", "truE", "tru", "nulll", "True", "0", "-0", "-", "+1", "01", "-01", "1.", ".1", "-.1", "1.0", "1e5", "1E+5", "1e-5", "1e", "1e+", "1e1.5",
        "0e0", "0.0e-0", "1e400", "-1e400", "1e-400", "123456789012345678", "1234567890123456789", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551616", "0.1", "0.30000000000000004", "123456.789", "2.2250738585072011e-308", "1.7976931348623157e308", "9007199254740993",
        "9007199254740993.0", "0x1", "1_000", "NaN", "Infinity", "-Infinity", "1a", "1 2", "--1", "00", "1e00005", "5e-324", "1.23456789012345678901234567890",
        "\"\"", "\"a\"", "\"", "\"a", "a\"", "'a'", "\"\\\"", "\"\\\\\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\\a\"", "\"\\x41\"", "\"\\u0041\"", "\"\\u00e9\"", "\"\\u20aC\"", "\"\\u004\"", "\"\\u00G1\"",
        "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\u0000\"", "\"\u0000\"", "\"\t\"", "\"\u001f\"", "\"\u007f\"", "\"é日本語😀\"", "\"\\U0041\"",
        "\"\\", "\"\\u", "\"\\u12", "\"0123456789012345678901234567890\"", "\"01234567890123456789012345678901\"", "\"012345678901234567890123456789012\"",
        "\"01234567890123456789012345678901234567890123456789012345678901\\n2345678901234567890123456789\\t\"",
        "[]", "[ ]", "[1]", "[1,2]", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[", "]", "[1", "[[]]", "[[],[]]", "[{}]", "[\"a\",null,true,false,1.5,{}]", "[1}", "[-]",
        "{}", "{ }", "{\"a\":1}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"\":0}", "{\"a\":{\"b\":{\"c\":[{}]}}}",
        "{1:1}", "{null:1}", "{\"a\":1]", "{", "}", "{\"a\"::1}", "{\"a\":1}}", "//", "/**/1", "1//", "1 ", "\u00a01", "\ufeff1", "\v1",
    ];

    [Fact]
    public void It_takes_and_refuses_what_the_framework_does()
    {
        using var reading = new LineReading(Json);
        foreach (var value in Values)
        {
            JsonOracle.Check(reading, Encoding.UTF8.GetBytes(value));
            foreach (var around in (string[])["{{\"k\":{0}}}", "{{ \"k\" : {0} }}", "\t{{\"k\":[{0},1],\"l\":{0}}}\r", "{{\"k\":{0}", "{{\"a\":{{\"b\":{0}}}}} x", "{{\"a\":1}}{0}"])
                JsonOracle.Check(reading, Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, around, value).Replace('\n', ' ')));
        }
    }

    [Fact]
    public void It_nests_as_deep_as_a_row_can_hold()
    {
        using var reading = new LineReading(Json);
        for (var depth = AttributeMap.MaxDepth - 2; depth < AttributeMap.MaxDepth + 3; depth++)
        {
            var lists = JsonOracle.Check(reading, Encoding.ASCII.GetBytes("{\"k\":" + new string('[', depth) + new string(']', depth) + "}"));
            Assert.Equal(depth <= AttributeMap.MaxDepth, lists);
            var maps = JsonOracle.Check(reading, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"k\":", depth)) + "1" + new string('}', depth)));
            Assert.Equal(depth <= AttributeMap.MaxDepth + 1, maps);
        }

        Assert.Equal(3, reading.Tally.Dropped["nested_too_deep"]);
    }

    [Fact]
    public void Whatever_a_line_is_it_agrees_with_the_framework()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ_SEED") ?? Seed.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
        var random = new Random(seed);
        using var reading = new LineReading(Json);
        var taken = 0;
        for (var i = 0; i < inputs; i++)
            taken += JsonOracle.Check(reading, RandomJson.Line(random)) ? 1 : 0;
        Assert.InRange(taken, inputs / 4, inputs * 9 / 10);
    }

    [Theory]
    [InlineData("5", "not_object")]
    [InlineData("[{}]", "not_object")]
    [InlineData("{\"a\":1", "not_json")]
    [InlineData("hello", "not_json")]
    public void A_line_that_is_no_object_is_kept_with_what_is_wrong(string line, string reason)
    {
        using var reading = new LineReading(Json with { OnInvalid = InvalidLines.Keep });
        var shown = line.Replace("\"", "\\\"", StringComparison.Ordinal);
        Assert.Equal($$"""{"table":"test","message":"{{shown}}","parse_error":"{{reason}}"}""", reading.Row(line + "\r"));
        Assert.Empty(reading.Tally.Dropped);
        using var dropping = new LineReading(Json);
        Assert.Null(dropping.Row(line));
        Assert.Equal(1, dropping.Tally.Dropped[reason]);
    }

    [Fact]
    public void Blank_lines_are_nothing()
    {
        using var reading = new LineReading(Json);
        Assert.Equal(1, reading.Read("\n  \n\r\n{}\n\t\r\n"u8)!.Rows);
        Assert.Equal(1, reading.Tally.Created);
    }
}
