using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("‸ab\né😀x", "1:1", "ab")]
    [InlineData("ab‸\né😀x", "1:3", "ab")]
    [InlineData("ab‸\r\né😀x", "1:3", "ab")]
    [InlineData("ab\r‸\né😀x", "1:4", "ab")]
    [InlineData("ab\n‸é😀x", "2:1", "é😀x")]
    [InlineData("ab\né😀‸x", "2:3", "é😀x")]
    [InlineData("ab\né😀x‸\n\nend", "2:4", "é😀x")]
    [InlineData("ab\n‸\r\nend", "2:1", "")]
    [InlineData("ab\n\nend‸", "3:4", "end")]
    [InlineData("ab\n‸", "2:1", "")]
    [InlineData("‸", "1:1", "")]
    [InlineData("\uFEFFa‸b", "1:2", "ab")]
    public void An_offset_has_a_line_and_a_column_in_characters(string marked, string place, string line)
    {
        int offset = marked.TrimStart('\uFEFF').IndexOf('‸');
        var source = new SourceText("s", marked.Replace("‸", "", StringComparison.Ordinal));
        Assert.Equal("s:" + place, source.Span(offset, 0).ToString());
        Assert.Equal(line, source.Text[source.LineRange(source.LineOf(offset))]);
    }
}
