using System.Text;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class FuzzTests
{
    private const int Seed = 42;

    /// <summary>Looks the reader may take at each character; the most seen is 22, in an array of nothing but commas.</summary>
    private const int LooksPerCharacter = 30;

    private const int HugeLength = 1 << 18;

    [Fact]
    public void No_input_makes_the_reader_throw_or_point_outside_the_text()
    {
        var random = new Documents(Seed);
        for (int i = 0; i < FuzzSize.Inputs; i++)
        {
            byte[] document = i % 8 == 0 ? random.Written() : random.Bent();
            Reading reading = Reading.Of(document);
            AssertBounded(reading);
            foreach (Diagnostic error in reading.Errors)
            {
                AssertInside(error.Span);
                Assert.NotEmpty(DiagnosticPrinter.Format(error));
            }
            AssertInside(reading.Table);
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("a=[")]
    [InlineData("[[")]
    [InlineData("a={")]
    [InlineData("a=[\n")]
    [InlineData("{a=")]
    [InlineData("[1,\n")]
    [InlineData("a=[{b=\n")]
    [InlineData("a.")]
    [InlineData("a=1\n")]
    [InlineData("a\n")]
    [InlineData("[a]\n")]
    [InlineData("[[a]]\n")]
    [InlineData("[[a.b]]\nc.d=1\n")]
    [InlineData("\"")]
    [InlineData("'''")]
    [InlineData("\"\"\"\\\n")]
    [InlineData("\\")]
    [InlineData("#")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("1_")]
    [InlineData("=")]
    [InlineData(",")]
    [InlineData("]\n")]
    [InlineData("}\n")]
    [InlineData("é")]
    [InlineData("😀\n")]
    [InlineData(" \t")]
    public void A_huge_repetition_takes_linear_time_and_little_stack(string repeated)
    {
        var text = new StringBuilder();
        while (text.Length < HugeLength)
            text.Append(repeated);
        string body = text.ToString();
        foreach (string start in new[] { "", "a=", "a=[", "a=[\n", "a={", "a=\"\"\"", "a=1", "[" })
            AssertBounded(Reading.Of(start + body));
    }

    private static void AssertBounded(Reading reading) =>
        Assert.InRange(reading.Steps, 0, LooksPerCharacter * (reading.Source.Text.Length + 1L));

    private static void AssertInside(TomlValue value)
    {
        AssertInside(value.Span);
        if (value is TomlArray array)
            foreach (TomlValue item in array.Items)
                AssertInside(item);
        if (value is TomlTable table)
            foreach ((TomlKey key, TomlValue item) in table.Entries)
            {
                AssertInside(key.Span);
                AssertInside(item);
            }
    }

    private static void AssertInside(SourceSpan span)
    {
        Assert.InRange(span.Start, 0, span.Source.Text.Length);
        Assert.InRange(span.Length, 0, span.Source.Text.Length - span.Start);
        Assert.InRange(span.Line, 1, span.Source.LineCount);
        Assert.InRange(span.Column, 1, span.Source.Text.Length + 1);
    }
}
