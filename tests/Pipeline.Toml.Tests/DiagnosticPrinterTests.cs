using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

public sealed class DiagnosticPrinterTests
{
    [Fact]
    public void A_forgotten_pair_of_quotes_is_shown_with_its_cure() => AssertPrinted(
        "[sinks.prom]\ntype = prometheus # the sink",
        """
        test.toml:2:8: sinks.prom.type: a string needs quotes (got prometheus); did you mean "prometheus"?
            type = prometheus # the sink
                   ^^^^^^^^^^
        """);

    [Fact]
    public void A_key_defined_twice_names_both_places() => AssertPrinted(
        "[a]\nb = 1\n  b = 2\r\n",
        """
        test.toml:3:3: a.b: b is already defined as an integer at test.toml:2:1; keep one of them
              b = 2
              ^
        """);

    [Fact]
    public void The_end_of_a_line_gets_a_caret_behind_it() => AssertPrinted(
        "a =",
        """
        test.toml:1:4: a: a value is missing (got the end of the file, expected a string, number, boolean, date, [array] or {table})
            a =
               ^
        """);

    [Fact]
    public void A_multi_line_span_is_marked_on_its_first_line() => AssertPrinted(
        "[a.b]\n[a]\nb = [\n1,\n2]\n",
        """
        test.toml:3:1: a.b: b is already defined as a table at test.toml:1:1; keep one of them
            b = [
            ^
        """);

    [Fact]
    public void Tabs_wide_and_combining_characters_keep_the_caret_in_place() => AssertPrinted(
        "\t\"日本\"\t= [\"e\u0301\", \"😀\", oops]",
        """
        test.toml:1:21: "日本"[2]: a string needs quotes (got oops); did you mean "oops"?
                "日本"    = ["é", "😀", oops]
                                        ^^^^
        """.Replace("é", "e\u0301", StringComparison.Ordinal));

    [Fact]
    public void Characters_that_could_steer_the_terminal_are_replaced() => AssertPrinted(
        "a = '\u001B[31m\u202E' \uFEFF",
        """
        test.toml:1:6: a: control character U+001B is not allowed; write it as \u001B in a "basic string"
            a = '�[31m�' �
                 ^
        """);

    [Fact]
    public void A_long_line_is_cut_around_the_caret()
    {
        string padding = string.Concat(Enumerable.Repeat("1234, ", 50));
        Diagnostic error = Assert.Single(Reading.Of($"a = [{padding}oops, {padding}]").Errors);
        Assert.Equal(
            """
            test.toml:1:306: a[50]: a string needs quotes (got oops); did you mean "oops"?
                ..., 1234, 1234, oops, 1234, ...
                                 ^^^^
            """, DiagnosticPrinter.Format(error, width: 32));
    }

    [Fact]
    public void A_long_mistake_is_cut_and_its_beginning_kept()
    {
        Diagnostic error = Assert.Single(Reading.Of("key = \"" + new string('x', 500)).Errors);
        Assert.Equal(
            """
            test.toml:1:7: key: the string is not closed (got the end of the file, expected ")
                ...y = "xxxxxxxxxxxxxxxxxxxxx...
                       ^^^^^^^^^^^^^^^^^^^
            """, DiagnosticPrinter.Format(error, width: 32));
    }

    private static void AssertPrinted(string text, string expected) =>
        Assert.Equal(expected, DiagnosticPrinter.Format(Reading.Of(text).Errors[0]));
}
