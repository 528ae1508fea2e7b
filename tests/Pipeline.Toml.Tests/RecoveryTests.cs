using System.Text;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>After an error the reader goes on: every broken line is named, no sound line is.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void Every_broken_line_of_a_file_is_reported_once()
    {
        Assert.Equal(
            ["2:8", "4:10", "6:3", "8:8", "10:1", "11:8", "13:6", "14:7", "15:8", "16:13"],
            Reading.Of("""
                [sinks.prom]
                type = prometheus
                good = "yes"
                listen = 127.0.0.1:9435, x, y
                inputs = [
                  pipeline, another,
                ]
                flag = True
                b = 1
                b = 2
                [sinks.prom]
                c = 1
                [oops
                q = 1 2
                name = "unclosed
                g = { h = 1 i = 2 }
                last = 1
                """).Places);
    }

    [Fact]
    public void A_broken_element_does_not_hide_the_elements_after_it()
    {
        Reading reading = Reading.Of("a = [\n  1,\n  2 x,\n  3, \"]\" y, # ]\n  [4 5, 6],\n  {b=1 c=2},\n  7,\n]\nd = 1\ne = [f]");
        Assert.Equal(["3:5", "4:10", "5:6", "6:8", "10:6"], reading.Places);
        Assert.Equal("{d=1}", Rendering.Of(reading.Table));
    }

    [Theory]
    [InlineData("a = [1,\n  2\nb = 3\nc = ?", "1:5 4:5")]
    [InlineData("a = [1,\n[b]\nc = ?", "1:5 3:5")]
    [InlineData("a = [[1, [2,\n[[b.c]] # x\nd = ?", "1:10 3:5")]
    [InlineData("a = [\n\"b.c\".d = 3\nc = ?", "1:5 3:5")]
    [InlineData("a = [\n  1\n  2\n  3\n]\nb = ?", "3:3 4:3 6:5")]
    [InlineData("a = [\n  1 2,\n  3\nb = 4", "1:5 2:5")]
    [InlineData("a = [{ b = [\n[c]\nd = ?", "1:12 3:5")]
    public void An_array_that_is_not_closed_ends_where_the_next_statement_begins(string text, string places) =>
        Assert.Equal(places, string.Join(' ', Reading.Of(text).Places));

    [Theory]
    [InlineData("a = {\n  b = 1,\n  c = 2\n}\nd = ?", "1:6 5:5")]
    [InlineData("a = {\n  b = 1\n  c = ?, d = 2\n}\n", "1:6 3:7")]
    [InlineData("a = { # x\n  b = { c = 1,\n  }, d = 2 }\ne = ?", "1:7 2:15 4:5")]
    [InlineData("a = { b = 1\n\n[c]\nd = ?", "1:12 4:5")]
    [InlineData("a = [\n  { b = 1,\n    c = 2 },\n  { b = ? },\n]\nd = ?", "2:11 4:9 6:5")]
    public void An_inline_table_over_several_lines_is_one_error(string text, string places) =>
        Assert.Equal(places, string.Join(' ', Reading.Of(text).Places));

    [Fact]
    public void A_string_with_an_error_is_read_to_its_end()
    {
        Assert.Equal(["1:7", "2:3"], Reading.Of("a = [\"\\x, ]\",\n  \u0001 1]").Places);
        Assert.Equal(["1:8", "4:5"], Reading.Of("a = \"\"\"\\q\nb = ?\n\"\"\"\nc = ?").Places);
    }

    [Fact]
    public void Keys_under_a_refused_header_do_not_collide_with_those_above()
    {
        Reading reading = Reading.Of("[a]\nb = 1\n[a]\nb = 2\n[[a]]\nb = 3\n[x y]\nb = 4\n[c]\nd = 1");
        Assert.Equal(["3:2", "5:3", "7:4"], reading.Places);
        Assert.Equal("{a={b=1}, c={d=1}}", Rendering.Of(reading.Table));
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_named_at_their_place()
    {
        byte[] text = [.. "é😀 = \"x"u8, 0xC3, 0x28, .. "\"\n# "u8, 0xFF, .. "\nc = 'é"u8, 0xED, 0xA0, 0x80, .. "'\nd = 1"u8];
        text = [.. "\"é😀\""u8, .. text.AsSpan("é😀"u8.Length)];
        Reading reading = Reading.Of(text);
        Assert.Equal(["1:10", "2:3", "3:7"], reading.Places);
        Assert.Equal("byte 0xC3 is not valid UTF-8; save the file as UTF-8", reading.Errors[0].Message);
        Assert.Equal("{d=1}", Rendering.Of(reading.Table));
    }

    [Fact]
    public void Utf_16_is_called_by_its_name()
    {
        byte[] text = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a = 1\nb = 2\n")];
        Assert.Equal("test.toml:1:1: the file is UTF-16; save it as UTF-8", Assert.Single(Reading.Of(text).Errors).ToString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.Contains(
            "U+D83D is half of a surrogate pair", Assert.Single(Reading.Of("a = '\uD83D'").Errors).Message, StringComparison.Ordinal);
        Assert.Contains(
            "U+DE00 is half of a surrogate pair", Assert.Single(Reading.Of("a = \"\uDE00\"").Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_hundred_errors_the_reader_stops_and_says_so()
    {
        Reading reading = Reading.Of(string.Concat(Enumerable.Repeat("?\n", 1000)));
        Assert.Equal(TomlFaults.Limit + 1, reading.Errors.Count);
        Assert.Equal("test.toml:101:1: more than 100 errors; the rest of the file was not read", reading.Errors[^1].ToString());
    }
}
