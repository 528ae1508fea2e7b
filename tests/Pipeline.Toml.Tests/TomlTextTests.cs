using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class TomlTextTests
{
    /// <summary>Any characters; halves of surrogate pairs cannot be written and have become U+FFFD here.</summary>
    private static readonly Arbitrary<string> Texts = Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0, 0x10FFFF)).ArrayOf()
        .Select(values => string.Concat(values.Select(value => Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar)))
        .ToArbitrary();

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("say \"x\" \\ y", "\"say \\\"x\\\" \\\\ y\"")]
    [InlineData("\b\t\n\f\r\0\u001B\u007F", "\"\\b\\t\\n\\f\\r\\u0000\\u001B\\u007F\"")]
    [InlineData("é😀\u0085", "\"é😀\u0085\"")]
    public void A_string_is_quoted(string value, string text) => Assert.Equal(text, TomlText.Quote(value));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() => Assert.Equal("\"a\uFFFDb\"", TomlText.Quote("a\uD800b"));

    [Theory]
    [InlineData("by", "by")]
    [InlineData("a-B_9", "a-B_9")]
    [InlineData("", "\"\"")]
    [InlineData("a.b", "\"a.b\"")]
    [InlineData("é", "\"é\"")]
    public void A_key_is_bare_where_it_may_be(string name, string text) => Assert.Equal(text, TomlText.Key(name));

    [Fact]
    public void What_is_written_reads_back() => Check.QuickThrowOnFailure(Prop.ForAll(Texts, Texts, (name, value) =>
    {
        Reading reading = Reading.Of($"{TomlText.Key(name)} = {TomlText.Quote(value)}");
        TomlEntry entry = Assert.Single(reading.Table.Entries);
        return reading.Errors.Count == 0 && entry.Key.Name == name && entry.Value is TomlString text && text.Value == value;
    }));
}
