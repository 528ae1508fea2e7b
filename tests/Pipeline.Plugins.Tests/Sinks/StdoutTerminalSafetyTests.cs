using System.Globalization;
using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Rows that try to take over the terminal they are shown on.</summary>
public sealed class StdoutTerminalSafetyTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m")]
    [InlineData("\u001b]0;title\u0007", "\\x1b]0;title\\x07")]
    [InlineData("a\r\nroot: fake line", "a\\r\\nroot: fake line")]
    [InlineData("tab\there", "tab\\there")]
    [InlineData("back\\nslash", "back\\\\nslash")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("abc\u202efdp.exe", "abc\\u202efdp.exe")]
    [InlineData("a\u2066b\u200fc\u061cd\ufeff", "a\\u2066b\\u200fc\\u061cd\\ufeff")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("tag\U000e0041", "tag\\U000e0041")]
    [InlineData("del\u007f", "del\\x7f")]
    [InlineData("日本 naïve 👩‍🚀", "日本 naïve 👩‍🚀")]
    public void A_text_is_shown_and_not_obeyed(string text, string shown) =>
        Assert.Equal($"S\n{shown}\n", StdoutRun.Text(new StdoutOptions(), Samples.Texts("s", Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Bytes_that_are_not_utf8_are_shown_in_hexadecimal() =>
        Assert.Equal("S\na\\xff\\xe6\\x97b\n", StdoutRun.Text(new StdoutOptions(), Samples.Texts("s", [(byte)'a', 0xff, 0xe6, 0x97, (byte)'b'])));

    [Fact]
    public void An_element_with_an_escape_stands_in_quotes() => Assert.Equal(
        "L\nrm -rf \"a\\nb\" \"say \\\"hi\\\"\" \"\"\n",
        StdoutRun.Text(new StdoutOptions(), Samples.Lists("l", [["rm"u8.ToArray(), "-rf"u8.ToArray(), "a\nb"u8.ToArray(), "say \"hi\""u8.ToArray(), []]])));

    [Fact]
    public void Names_of_columns_and_tables_are_made_safe_too()
    {
        var schema = new TableSchema("t\u001b[2J", TableKind.Event, [new("c\u001b[2J", ColumnType.Utf8), new("k", ColumnType.Enum(1, false, [new("\u001bx", 0)]))]);
        var batch = ScatteredBatch.Make(schema, [["x"u8.ToArray()], [(Int128)0]], 1, Samples.Arena, new Random(1));
        foreach (var format in Enum.GetValues<StdoutFormat>())
            Assert.DoesNotContain('\u001b', StdoutRun.Text(new StdoutOptions { Format = format }, batch, Samples.Texts("s", [])));
    }

    [Fact]
    public void No_hostile_row_puts_anything_but_text_on_a_terminal()
    {
        var random = new Random(13);
        var batch = ScatteredBatch.Make(EveryType.Schema, EveryType.Cells(random, 2000), 2000, Samples.Arena, random, unixOffset: Samples.Noon);
        foreach (var format in Enum.GetValues<StdoutFormat>())
        {
            var bytes = StdoutRun.Bytes(new StdoutOptions { Format = format, Color = ColorMode.Never }, new TerminalSize(300, 0), batch);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            foreach (var rune in text.EnumerateRunes())
                Assert.True(rune.Value == '\n' || Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control, $"{format}: U+{rune.Value:X4}");
        }
    }
}
