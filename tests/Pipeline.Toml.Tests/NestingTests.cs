using System.Text;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>The tree is 100 levels deep at most, however the levels are written.</summary>
public sealed class NestingTests
{
    [Theory]
    [InlineData("[", "]", 99)]
    [InlineData("[\n", "]\n", 99)]
    [InlineData("[[],[", "]]", 49)]
    [InlineData("{a=", "}", 99)]
    [InlineData("{'a'.b . c=", "}", 33)]
    [InlineData("[{a=", "}]", 49)]
    public void Values_may_be_nested_to_the_limit_and_no_deeper(string open, string close, int most)
    {
        Assert.Equal(["b"], Reading.Of(Nested(open, close, most)).Errors.Select(error => error.KeyPath));
        Reading tooDeep = Reading.Of(Nested(open, close, most + 2));
        Assert.Contains("deeper than 100 levels; flatten", tooDeep.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("b", tooDeep.Errors[^1].KeyPath);
        Assert.Equal(2, tooDeep.Errors.Count);
    }

    [Theory]
    [InlineData("{0} = 1", 100)]
    [InlineData("[{0}]", 100)]
    [InlineData("[[{0}]]", 100)]
    [InlineData("[x.y]\n{0} = 1", 98)]
    public void A_key_may_have_as_many_parts_and_no_more(string form, int most)
    {
        string Keyed(int parts) => form.Replace("{0}", string.Join('.', Enumerable.Repeat("k", parts)), StringComparison.Ordinal);
        Assert.Empty(Reading.Of(Keyed(most)).Errors);
        Diagnostic error = Assert.Single(Reading.Of(Keyed(most + 1)).Errors);
        Assert.Equal("the key nests tables deeper than 100 levels; flatten it", error.Message);
    }

    private static string Nested(string open, string close, int times) => new StringBuilder("a = ")
        .Insert(4, open, times).Append('1').AppendJoin("", Enumerable.Repeat(close, times)).Append("\nb = ?").ToString();
}
