using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class SuggestionsTests
{
    private static readonly string[] Options = ["listen", "inputs", "type", "stop_deadline", "memory", "by", "flush_interval"];

    [Theory]
    [InlineData("lsiten", "listen")]
    [InlineData("listne", "listen")]
    [InlineData("input", "inputs")]
    [InlineData("inptus", "inputs")]
    [InlineData("Type", "type")]
    [InlineData("typ", "type")]
    [InlineData("stop-deadline", "stop_deadline")]
    [InlineData("stopdeadlines", "stop_deadline")]
    [InlineData("memroy", "memory")]
    [InlineData("bY", "by")]
    public void A_slip_of_the_fingers_finds_what_was_meant(string word, string meant) =>
        Assert.Equal(meant, Suggestions.Nearest(word, Options));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("port")]
    [InlineData("timeout")]
    [InlineData("nemroyx")]
    [InlineData("tpyo")]
    public void A_word_too_far_from_all_gets_no_suggestion(string word) => Assert.Null(Suggestions.Nearest(word, Options));

    [Fact]
    public void Of_two_as_near_the_first_in_the_alphabet_is_taken_whatever_the_order()
    {
        Assert.Equal("bar", Suggestions.Nearest("baz", ["bat", "bar"]));
        Assert.Equal("bar", Suggestions.Nearest("baz", ["bar", "bat"]));
    }

    [Fact]
    public void Words_of_any_length_are_bounded_work()
    {
        string huge = new('a', 1 << 20);
        Assert.Null(Suggestions.Nearest(huge, [huge]));
        Assert.Null(Suggestions.Nearest("aaaaaa", [huge, ""]));
    }
}
