using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class PlacesTests
{
    private static readonly Reading Example = Reading.Of("""
        [sinks."é😀".x] # header
          type . name = [ "😀", { 'k' = 1_0 } ]
        [[list]]
        when = 2026-01-31 23:59:00.5+01:00
        text = '''
        two
        lines'''
        [sinks]
        """);

    [Theory]
    [InlineData("sinks", "1:2", "sinks", "8:1", "[sinks]")]
    [InlineData("sinks/é😀", "1:8", "\"é😀\"", "1:8", "\"é😀\"")]
    [InlineData("sinks/é😀/x", "1:13", "x", "1:1", "[sinks.\"é😀\".x]")]
    [InlineData("sinks/é😀/x/type", "2:3", "type", "2:3", "type")]
    [InlineData("sinks/é😀/x/type/name", "2:10", "name", "2:17", "[ \"😀\", { 'k' = 1_0 } ]")]
    [InlineData("sinks/é😀/x/type/name/0", "2:10", "name", "2:19", "\"😀\"")]
    [InlineData("sinks/é😀/x/type/name/1", "2:10", "name", "2:24", "{ 'k' = 1_0 }")]
    [InlineData("sinks/é😀/x/type/name/1/k", "2:26", "'k'", "2:32", "1_0")]
    [InlineData("list", "3:3", "list", "3:1", "[[list]]")]
    [InlineData("list/0/when", "4:1", "when", "4:8", "2026-01-31 23:59:00.5+01:00")]
    [InlineData("list/0/text", "5:1", "text", "5:8", "'''\ntwo\nlines'''")]
    public void Every_key_and_value_knows_its_line_and_column_in_characters(
        string path, string keyPlace, string keyText, string valuePlace, string valueText)
    {
        Assert.Empty(Example.Errors);
        TomlValue value = Example.Table;
        TomlKey? key = null;
        foreach (string part in path.Split('/'))
        {
            if (value is TomlArray array)
            {
                value = array.Items[part[0] - '0'];
                continue;
            }
            Assert.True(Assert.IsType<TomlTable>(value).TryGet(part, out TomlEntry entry));
            (key, value) = entry;
        }
        Assert.Equal("test.toml:" + keyPlace, key!.Span.ToString());
        Assert.Equal(keyText, key.Span.Text.ToString());
        Assert.Equal("test.toml:" + valuePlace, value.Span.ToString());
        Assert.Equal(valueText, value.Span.Text.ToString());
    }

    [Fact]
    public void The_parts_of_a_date_time_know_their_places()
    {
        var time = Assert.IsType<TomlOffsetDateTime>(Reading.Of("a = 2026-01-31 23:59:00.5+01:00").Table.Entries[0].Value);
        Assert.Equal("2026-01-31", time.Date.Span.Text.ToString());
        Assert.Equal("23:59:00.5", time.Time.Span.Text.ToString());
        Assert.Equal(60, time.OffsetMinutes);
    }

    [Theory]
    [InlineData("a.b = {c = [1, x]}", "a.b.c[1]")]
    [InlineData("[a]\n'b c' = ?", "a.\"b c\"")]
    [InlineData("[[a.b]]\n[[a.b]]\n[a.b.c]\nd = ?", "a.b[1].c.d")]
    [InlineData("[a.b]\nc = 1\n[a.b]", "a.b")]
    [InlineData("x = ?\n[a]\n[b", "x")]
    public void An_error_names_the_key_it_is_about(string text, string path) =>
        Assert.Equal(path, Reading.Of(text).Errors[0].KeyPath);
}
