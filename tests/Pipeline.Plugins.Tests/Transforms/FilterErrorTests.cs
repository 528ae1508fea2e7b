using Pipeline.Expressions.Syntax;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms;

public sealed class FilterErrorTests
{
    // In these conditions « and » stand around the place of the mistake.
    [Theory]
    [InlineData("", "the expression is empty (expected one such as: latency_ns > 1ms)")]
    [InlineData("pid «=» 1", "'=' compares nothing: write '=='")]
    [InlineData("pid == 1 «$»", "'$' has no meaning here")]
    [InlineData("pid == 1 «pid»", "got 'pid' (expected an operator or the end)")]
    [InlineData("pid == 1 «)»", "got ')' (expected an operator or the end)")]
    [InlineData("pid == 1 «&&» ", "the expression ends after '&&' (expected a column or a value)")]
    [InlineData("(pid == «1»", "the expression ends after '1' (expected ')')")]
    [InlineData("pid not «==» 1", "got '==' (expected 'in' after 'not')")]
    [InlineData("pid in [1 «2»]", "got '2' (expected ',' or ']')")]
    [InlineData("pid == «[»1]", "a list stands only after 'in'")]
    [InlineData("1 < pid «<» 5", "comparisons do not follow one another: join them with '&&' or use parentheses")]
    [InlineData("comm == «\"nginx»", "the closing \" is missing")]
    [InlineData("«`pid == 1»", "the closing ` of a column name is missing")]
    [InlineData("comm =~ \"«\\d»+\"", @"the escape is none of \n \r \t \0 \\ \"" \' \xNN \uNNNN; for a regular expression write r""..."", where backslashes are plain")]
    [InlineData("comm == '«\\x»1'", @"\x is followed by 2 hexadecimal digits")]
    [InlineData("comm == '«\\ud800»'", "the escape is half of a surrogate pair: write the character itself")]
    [InlineData("pid == «0x1g»", "'0x1g' is no hexadecimal number")]
    [InlineData("pid == «18446744073709551616»", "the number does not fit 64 bits (the largest is 18446744073709551615)")]
    [InlineData("ratio > «1e999»", "the number is too large for a 64 bit float")]
    [InlineData("latency_ns > 1«msec»", "'msec' is no unit (expected one of ns us ms s m h d B kB MB GB TB KiB MiB GiB TiB)")]
    [InlineData("latency_ns > 1h3«0»", "a unit is missing after the number")]
    [InlineData("latency_ns > «1h3MB»", "only durations are made of several parts, such as 1h30m")]
    [InlineData("latency_ns > «0.5ns»", "the duration is no whole number of nanoseconds")]
    [InlineData("latency_ns > «300000000d»", "the number with its unit does not fit 63 bits of nanoseconds or bytes")]
    [InlineData("size > «0.3B»", "the size is no whole number of bytes")]
    public void A_condition_that_cannot_be_read_is_refused_where_it_goes_wrong(string condition, string message) => Refused(condition, message);

    [Theory]
    [InlineData("«latncy_ns» > 1ms", "table 'sample' has no column 'latncy_ns'")]
    [InlineData("«pid»", "pid (u32) is neither true nor false: compare it with something")]
    [InlineData("is_root && «flags & 4»", "flags & 4 (a number) is neither true nor false: compare it with something")]
    [InlineData("«comm > 5»", "comm (utf8[16]) cannot be compared with 5 (a number)")]
    [InlineData("«is_root == 1»", "is_root (true or false) cannot be compared with 1 (a number)")]
    [InlineData("«is_root < true»", "is_root (true or false) cannot be compared with true (true or false) by order: use '==' or '!='")]
    [InlineData("«pid == \"1\"»", "pid (u32) cannot be compared with \"1\" (text)")]
    [InlineData("«latency_ns > 4KiB»", "latency_ns (u64 in ns) and 4KiB (a size) do not measure the same")]
    [InlineData("«packets > 1ms»", "packets (u32 in {packet}) and 1ms (a duration) do not measure the same")]
    [InlineData("«size + latency_ns» > 1", "size (u32 in By) and latency_ns (u64 in ns) do not measure the same")]
    [InlineData("«size * latency_ns» > 1", "size (u32 in By) and latency_ns (u64 in ns) cannot be multiplied")]
    [InlineData("«time > 5»", "time (time) cannot be compared with 5 (a number): a time is written in quotes, such as \"2026-01-31T12:00:00Z\"")]
    [InlineData("«time + 5» > time", "time (time) and 5 (a number) cannot be combined: a time takes '+' or '-' with a duration, or '-' with a time")]
    [InlineData("time > «\"yesterday\"»", "\"yesterday\" is no time (expected RFC 3339, such as \"2026-01-31T12:00:00Z\" or \"2026-01-31T12:00:00.5+01:00\")")]
    [InlineData("time > «\"2400-01-01T00:00:00Z\"»", "\"2400-01-01T00:00:00Z\" does not fit 64 bits of nanoseconds (expected a time between 1678 and 2261)")]
    [InlineData("-«time» < end", "time (time) cannot be negated")]
    [InlineData("operation == «\"raed\"»", "operation (enum) has no name \"raed\"")]
    [InlineData("operation in [\"read\", «\"wirte\"»]", "operation (enum) has no name \"wirte\"")]
    [InlineData("«operation < \"read\"»", "operation (enum) cannot be compared with a name by order: use '==', '!=' or 'in'")]
    [InlineData("«operation == result»", "operation (enum) and result (enum) have different names")]
    [InlineData("flags has «\"snyc\"»", "flags (flags) has no name \"snyc\"")]
    [InlineData("«flags == \"sync\"»", "flags (flags) is a set of names: use 'has'")]
    [InlineData("«pid» has \"sync\"", "pid (u32) is no column of flags or attributes")]
    [InlineData("flags has «4»", "4 (a number) is no name in quotes")]
    [InlineData("comm =~ «\"a(\"»", "\"a(\" is no regular expression that runs in linear time: Invalid pattern 'a(' at offset 2. Not enough )'s.")]
    [InlineData("«pid» =~ 'x'", "pid (u32) is no text")]
    [InlineData("comm =~ «path»", "path (utf8) is no regular expression in quotes")]
    [InlineData("comm contains «5»", "5 (a number) is no text")]
    [InlineData("«args == 'x'»", "args (list<utf8>) cannot be compared with 'x' (text) this way: use 'contains'")]
    [InlineData("«args» starts_with 'x'", "args (list<utf8>) is no text")]
    [InlineData("«labels == 'x'»", "labels (map<utf8, value>) cannot be compared with 'x' (text) as a whole: name an attribute, such as attributes[\"key\"]")]
    [InlineData("labels[«code»] == 1", "got 'code' (expected a key in quotes)")]
    [InlineData("labels['a' «'b'»] == 1", "got 'b' (expected ']')")]
    [InlineData("«pid»['a'] == 1", "pid (u32) has no attributes")]
    [InlineData("«labels['a'] == labels['b']»", "labels['a'] (an attribute) cannot be compared with labels['b'] (an attribute)")]
    [InlineData("«labels['a'] < true»", "labels['a'] (an attribute) cannot be compared with true (true or false)")]
    [InlineData("«labels['a']» + 1 > 1", "labels['a'] (an attribute) is no number")]
    [InlineData("ip == «'10.0.0'»", "\"10.0.0\" is no IP address (expected one such as \"10.0.0.1\" or \"fe80::1\")")]
    [InlineData("ip == «'10.0.0.0/8'»", "\"10.0.0.0/8\" is no IP address; for a network use 'in'")]
    [InlineData("ip in «'10.0.0.0/33'»", "\"10.0.0.0/33\" is no network (expected one such as \"10.0.0.0/8\" or \"fe80::/10\")")]
    [InlineData("«ip < '10.0.0.1'»", "ip (ip) cannot be compared with '10.0.0.1' (text) by order: use '==', '!=' or 'in'")]
    [InlineData("mac == «'00:11'»", "\"00:11\" is no MAC address (expected one such as \"00:1a:2b:3c:4d:5e\")")]
    [InlineData("pid in «\"10.0.0.0/8\"»", "\"10.0.0.0/8\" (text) is no list: write pid in [...]")]
    [InlineData("pid in [«code»]", "code is no constant, which a list needs")]
    [InlineData("pid in [1, «'x'»]", "pid (u32) cannot be compared with 'x' (text)")]
    [InlineData("«comm» + 1 > 2", "comm (utf8[16]) is no number")]
    [InlineData("«ratio» & 1 == 1", "ratio (f64) is no integer, which bit operators need")]
    [InlineData("«pid / 0» == 1", "division by zero")]
    [InlineData("«pid % (1 - 1)» == 1", "division by zero")]
    [InlineData("«1 << 64» == pid", "a number is shifted by 0 to 63 bits")]
    [InlineData("«18446744073709551615 + 1» == pid", "the result does not fit 64 bits")]
    public void A_condition_that_does_not_fit_the_table_is_refused_where_it_goes_wrong(string condition, string message) => Refused(condition, message);

    [Fact]
    public void A_word_that_is_not_known_comes_with_those_that_are()
    {
        var error = Assert.Throws<OptionException>(() => FilterSample.Keep("operation == \"raed\""));
        Assert.Equal("raed", error.Word);
        Assert.Equal(["read", "write", "sync"], error.Accepted);
        error = Assert.Throws<OptionException>(() => FilterSample.Keep("pdi == 1"));
        Assert.Equal("pdi", error.Word);
        Assert.Equal(FilterSample.Schema.Columns.Select(c => c.Name), error.Accepted);
        error = Assert.Throws<OptionException>(() => FilterSample.Keep("latency_ns > 1sm"));
        Assert.Equal("sm", error.Word);
        Assert.Contains("ms", error.Accepted);
    }

    [Fact]
    public void A_column_must_exist_in_each_input()
    {
        var bare = new TableSchema("bare", TableKind.Event, [new("tid", ColumnType.U32)]);
        var error = Assert.Throws<OptionException>(() => FilterSample.Bind("pid == 1", FilterSample.Schema, bare));
        Assert.Equal("table 'bare' has no column 'pid'", error.Message);
        Assert.Equal((0, 3), (error.Offset, error.Length));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("~")]
    [InlineData("pid + (")]
    [InlineData("pid + 1 +")]
    public void Nesting_ends_before_the_stack_does(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, Parser.MaxLength / part.Length));
        var error = Assert.Throws<ExpressionException>(() => Parser.Parse(text, ""));
        Assert.Equal("the expression is nested deeper than 100 levels", error.Message);
    }

    [Fact]
    public void A_chain_may_be_as_long_as_a_condition()
    {
        var clauses = Parser.MaxLength / "pid==1||".Length;
        Assert.Equal("0", FilterSample.Keep(string.Join("||", Enumerable.Repeat("pid==1", clauses))));
        var error = Assert.Throws<ExpressionException>(() => Parser.Parse(new string(' ', Parser.MaxLength) + "pid==1", ""));
        Assert.Equal("the expression is longer than 16384 characters", error.Message);
    }

    private static void Refused(string condition, string message)
    {
        var offset = Math.Max(0, condition.IndexOf('«', StringComparison.Ordinal));
        var length = Math.Max(0, condition.IndexOf('»', StringComparison.Ordinal) - offset - 1);
        var plain = condition.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var error = Assert.Throws<OptionException>(() => FilterSample.Keep(plain));
        Assert.Equal("condition", error.Key);
        Assert.Equal(message, error.Message);
        Assert.Equal((offset, length), (error.Offset, error.Length));
    }
}
