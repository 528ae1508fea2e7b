using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Tests.Configuration;

/// <summary>Options from TOML: every type, and the exact words for every mistake.</summary>
public sealed class OptionBinderTests
{
    private readonly List<Diagnostic> _errors = [];

    private enum Colour
    {
        Red,
        DarkGreen,
    }

    private sealed record Options
    {
        [Option("Text.")]
        public string Text { get; init; } = "default";

        [Option("Flag.")]
        public bool Flag { get; init; }

        [Option("Number.", Min = "1", Max = "10")]
        public int Number { get; init; } = 5;

        [Option("Long.")]
        public long? Long { get; init; }

        [Option("Unsigned.")]
        public uint Unsigned { get; init; }

        [Option("Large.")]
        public ulong Large { get; init; }

        [Option("Ratio.", Max = "1")]
        public double Ratio { get; init; }

        [Option("Wait.", Min = "10ms", Max = "1h")]
        public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

        [Option("Size.", Min = "4KiB")]
        public ByteSize Size { get; init; } = new(8192);

        [Option("Colour.")]
        public Colour Colour { get; init; }

        [Option("Words.")]
        public IReadOnlyList<string> Words { get; init; } = [];

        [Option("Free.")]
        public OptionTable Free { get; init; } = OptionTable.Empty;

        [Option("Hidden.")]
        internal string? Hidden { get; init; }

        [Option("Checked.")]
        public string Checked
        {
            get;
            init => field = value == "good" ? value : throw new ArgumentException("only good will do");
        } = "good";
    }

    private sealed record Needy
    {
        [Option("Where to.")]
        public required string Target { get; init; }
    }

    [Fact]
    public void Every_type_is_read_as_it_is_spelt()
    {
        var options = Bind("""
            text = "t"
            flag = true
            number = 7
            long = -9223372036854775808
            unsigned = 4294967295
            large = 9223372036854775807
            ratio = 0.25
            wait = "1m30s"
            size = "64KiB"
            colour = "dark_green"
            words = ["a", "b"]
            free = { a = 1, b = "x", c = true, d = 1.5, e = ["y", 2] }
            hidden = "h"
            checked = "good"
            """)!;
        Assert.Empty(_errors);
        Assert.Equal(("t", true, 7, long.MinValue, uint.MaxValue, (ulong)long.MaxValue), (options.Text, options.Flag, options.Number, options.Long, options.Unsigned, options.Large));
        Assert.Equal((0.25, TimeSpan.FromSeconds(90), 65536L, Colour.DarkGreen, "h"), (options.Ratio, options.Wait, options.Size.Bytes, options.Colour, options.Hidden));
        Assert.Equal(["a", "b"], options.Words);
        Assert.Equal([1L, "x", true, 1.5], options.Free.Values.Take(4).Select(v => v.Value));
        Assert.Equal(["y", 2L], (object[])options.Free.Values["e"]);
    }

    [Theory]
    [InlineData("free = { linger.ms = 5, \"acks.all\" = true }")]
    [InlineData("[free]\nlinger.ms = 5\n\"acks.all\" = true")]
    [InlineData("free.linger.ms = 5\nfree.acks.all = true")]
    public void Keys_that_only_the_plugin_knows_may_have_dots_with_and_without_quotes(string toml)
    {
        var values = Bind(toml)!.Free.Values;
        Assert.Empty(_errors);
        Assert.Equal([("acks.all", true), ("linger.ms", (object)5L)], values.Select(v => (v.Key, v.Value)).OrderBy(v => v.Key));
    }

    [Fact]
    public void What_is_not_given_keeps_its_default() =>
        Assert.Equal(new Options { Words = Bind("")!.Words }.ToString(), Bind("")!.ToString());

    [Theory]
    [InlineData("text = 1", "1:8: x.text: wrong type (got an integer, expected a string)")]
    [InlineData("flag = 1", "1:8: x.flag: wrong type (got an integer, expected a bool)")]
    [InlineData("flag = \"true\"", "1:8: x.flag: wrong type (got a string, expected a bool)")]
    [InlineData("number = 0", "1:10: x.number: too small (got 0, expected at least 1)")]
    [InlineData("number = 11", "1:10: x.number: too large (got 11, expected at most 10)")]
    [InlineData("number = 3000000000", "1:10: x.number: not a valid value (got 3000000000, expected an integer)")]
    [InlineData("number = 1.5", "1:10: x.number: wrong type (got a float, expected an integer)")]
    [InlineData("unsigned = -1", "1:12: x.unsigned: not a valid value (got -1, expected an integer)")]
    [InlineData("ratio = 1.5", "1:9: x.ratio: too large (got 1.5, expected at most 1)")]
    [InlineData("wait = 5", "1:8: x.wait: wrong type (got an integer, expected a duration like \"10ms\" or \"1h30m\")")]
    [InlineData("wait = \"5\"", "1:8: x.wait: not a valid value (got \"5\", expected a duration like \"10ms\" or \"1h30m\")")]
    [InlineData("wait = \"1ms\"", "1:8: x.wait: too small (got \"1ms\", expected at least 10ms)")]
    [InlineData("wait = \"2h\"", "1:8: x.wait: too large (got \"2h\", expected at most 1h)")]
    [InlineData("size = \"1KiB\"", "1:8: x.size: too small (got \"1KiB\", expected at least 4KiB)")]
    [InlineData("size = \"1kib\"", "1:8: x.size: not a valid value (got \"1kib\", expected a size like \"64KiB\" or \"10MB\")")]
    [InlineData("colour = \"dark_gren\"", "1:10: x.colour: not a valid value (got \"dark_gren\", expected one of red, dark_green); did you mean \"dark_green\"?")]
    [InlineData("words = \"a\"", "1:9: x.words: wrong type (got a string, expected a list of string)")]
    [InlineData("words = [\"a\", 2]", "1:15: x.words[1]: wrong type (got an integer, expected a string)")]
    [InlineData("free = 1", "1:8: x.free: wrong type (got an integer, expected a table)")]
    [InlineData("free = { a.b = 1, \"a.b\" = 2 }", "1:19: x.free.\"a.b\": 'a.b' is there twice, once in quotes")]
    [InlineData("free = { a.b = 2000-01-01 }", "1:16: x.free.a.b: wrong type (got a local date, expected a string, number, bool or list)")]
    [InlineData("checked = \"bad\"", "1:11: x.checked: only good will do")]
    [InlineData("text = \"${PIPELINE_NO_SUCH}\"", "1:8: x.text: the environment has no variable 'PIPELINE_NO_SUCH' (set it, or give a default: ${PIPELINE_NO_SUCH:-...})")]
    [InlineData("text = \"${A B}\"", "1:8: x.text: '${A B}' does not name a variable (expected ${VAR} or ${VAR:-default})")]
    [InlineData("text = \"${A\"", "1:8: x.text: '${' has no '}' (write '$${' for a literal '${')")]
    [InlineData("text = { file = \"/no/such\" }", "1:17: x.text.file: the file cannot be read: Could not find a part of the path '/no/such'.")]
    [InlineData("text = { file = \"/no/such\", more = 1 }", "1:8: x.text: not a secret (expected { file = \"PATH\" } and nothing else)")]
    public void Every_mistake_has_its_place_and_its_words(string toml, string message)
    {
        // The others of the table are read all the same, so that what depends on it can be checked too.
        Assert.NotNull(Bind(toml));
        Assert.Equal($"p.toml:{message}", Assert.Single(_errors).ToString());
    }

    [Fact]
    public void A_key_that_must_be_given_is_missed_by_name()
    {
        Assert.Null(Bind<Needy>("text = 1"));
        Assert.Equal("p.toml:1:1: x: 'target' is missing (expected a string): Where to.", Assert.Single(_errors).ToString());
    }

    [Theory]
    [InlineData("text = \"a ${V} b\"", "a content b")]
    [InlineData("text = \"${V}${V}\"", "contentcontent")]
    [InlineData("text = \"${NONE:-fallback}\"", "fallback")]
    [InlineData("text = \"${EMPTY:-fallback}\"", "fallback")]
    [InlineData("text = \"${EMPTY}\"", "")]
    [InlineData("text = \"$${V} costs $5\"", "${V} costs $5")]
    public void Variables_are_replaced_in_values(string toml, string expected) => Assert.Equal(expected, Bind(toml)!.Text);

    [Fact]
    public void Numbers_and_flags_may_come_from_the_environment() =>
        Assert.Equal((7, true), (Bind("number = \"${SEVEN}\"\nflag = \"${YES}\"")!.Number, Bind("flag = \"${YES}\"")!.Flag));

    [Fact]
    public void What_is_secret_is_never_echoed()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "hunter2\n");
        var secret = $"{{ file = \"{file}\" }}";
        Assert.Equal("hunter2", Bind($"text = {secret}")!.Text);
        Assert.Equal("hunter2", Bind($"free = {{ password = {secret} }}")!.Free.Values["password"]);
        Assert.Empty(_errors);

        Assert.NotNull(Bind($"wait = {secret}\nsize = {secret}\ncolour = {secret}\nnumber = \"${{SECRET}}\"\nratio = \"${{SECRET}}\""));
        Assert.Equal(5, _errors.Count);
        Assert.All(_errors, e => Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal));
        Assert.Equal(3, _errors.Count(e => e.Message.Contains("got the file's content", StringComparison.Ordinal)));
        File.Delete(file);
    }

    private Options? Bind(string toml) => Bind<Options>(toml);

    private T? Bind<T>(string toml)
        where T : class
    {
        var table = TomlReader.Read(new SourceText("p.toml", toml), _errors);
        var variables = new Dictionary<string, string> { ["V"] = "content", ["EMPTY"] = "", ["SEVEN"] = "7", ["YES"] = "true", ["SECRET"] = "hunter2" };
        return new OptionBinder(new Substitution(variables.GetValueOrDefault), _errors).Bind(typeof(T), table, table.Span, "x") as T;
    }
}
