namespace Pipeline.Toml.Tests;

public sealed class TomlReaderTests
{
    public static TheoryData<string, string> Valid => [.. ValidCorpus.Documents];

    public static TheoryData<string, string> Invalid => [.. InvalidCorpus.Documents];

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_document_means_what_the_specification_says(string text, string tree)
    {
        Reading reading = Reading.Of(text);
        Assert.Empty(reading.Errors);
        Assert.Equal(tree, Rendering.Of(reading.Table));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_document_is_refused_at_its_place_with_a_reason(string marked, string fragment)
    {
        string[] before = marked[..marked.IndexOf(InvalidCorpus.Mark)].Split('\n');
        Reading reading = Reading.Of(marked.Replace(InvalidCorpus.Mark.ToString(), "", StringComparison.Ordinal));

        Assert.NotEmpty(reading.Errors);
        Assert.Equal($"{before.Length}:{before[^1].EnumerateRunes().Count() + 1}", reading.Places.First());
        Assert.Contains(fragment, reading.Errors[0].Message, StringComparison.Ordinal);
    }
}
