using System.Text;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Templates;
using Pipeline.Text;

namespace Pipeline.Kafka.Tests.Settings;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a{{b}}c", "a{b}c")]
    [InlineData("{table}.{number}/{text}", "lines.7/ü \"q\"")]
    [InlineData("{{{service}}}", "{web}")]
    public void Names_in_braces_become_a_rows_values(string template, string expected)
    {
        using var rows = new Rows(Rows.Lines);
        Assert.Equal(expected, Write(template, rows.Add(7, "ü \"q\"", "web").Build()));
    }

    [Fact]
    public void Every_type_of_one_value_has_a_text()
    {
        var table = Rows.Table(
            "all",
            new ColumnSchema("flag", ColumnType.Bool),
            new ColumnSchema("real", ColumnType.F64),
            new ColumnSchema("address", ColumnType.Ip),
            new ColumnSchema("hardware", ColumnType.Mac),
            new ColumnSchema("state", ColumnType.Enum(1, false, [new EnumName("OPEN", 1)])),
            new ColumnSchema("rights", ColumnType.Flags(2, [new EnumName("READ", 1), new EnumName("WRITE", 2)])),
            new ColumnSchema("raw", ColumnType.Bytes),
            new ColumnSchema("name", ColumnType.FixedUtf8(8)),
            new ColumnSchema("time", ColumnType.Time),
            new ColumnSchema("large", ColumnType.U64));
        using var rows = new Rows(table);
        rows.Add(1, -0.5, (byte[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], (byte[])[1, 2, 3, 4, 5, 6], 1, 3, (byte[])[0xff, 0], "abc", 1_000_000_001, ulong.MaxValue);
        Assert.Equal(
            "true -0.5 10.0.0.1 01:02:03:04:05:06 OPEN READ|WRITE /wA= abc 1970-01-01T00:00:01.000000001Z 18446744073709551615",
            Write("{flag} {real} {address} {hardware} {state} {rights} {raw} {name} {time} {large}", rows.Build()));
    }

    [Fact]
    public void What_an_open_table_did_not_declare_is_an_attribute()
    {
        var table = Rows.Table("open", new ColumnSchema("number", ColumnType.I64), new ColumnSchema(TableSchema.AttributesColumn, ColumnType.Map));
        var attributes = new AttributeWriter();
        attributes.Key("service"u8);
        attributes.Utf8("web"u8);
        attributes.Key("count"u8);
        attributes.I64(-3);
        attributes.Key("ok"u8);
        attributes.Bool(true);
        attributes.Key("ratio"u8);
        attributes.F64(0.25);
        attributes.Key("none"u8);
        attributes.Null();
        using var rows = new Rows(table);
        Assert.Equal("1 web -3 true 0.25 []", Write("{number} {service} {count} {ok} {ratio} [{none}{missing}]", rows.Add(1, attributes.Written.ToArray()).Build()));
    }

    [Theory]
    [InlineData("a{b", 1, 1)]
    [InlineData("a}b", 1, 1)]
    [InlineData("a{}b", 1, 2)]
    [InlineData("key {servise}", 5, 7)]
    public void A_mistake_is_shown_where_it_is(string template, int offset, int length)
    {
        var complaint = Assert.Throws<OptionException>(() => Template.Bind(template, "key", Rows.Lines));
        Assert.Equal(("key", offset, length), (complaint.Key, complaint.Offset, complaint.Length));
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_with_those_that_are()
    {
        var complaint = Assert.Throws<OptionException>(() => Template.Bind("{servise}", "key", Rows.Lines));
        Assert.Equal("servise", complaint.Word);
        Assert.Equal(["table", "number", "text", "service"], complaint.Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{service}")]
    [InlineData("{service}.logs")]
    [InlineData("logs/{service}")]
    [InlineData("lögs")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_topic_that_rows_could_choose_or_no_broker_takes_is_refused(string template)
    {
        Assert.Equal("topic", Assert.Throws<OptionException>(() => TopicName.Bind(template, "topic", Rows.Lines)).Key);
    }

    [Fact]
    public void A_topic_that_is_too_long_is_refused()
    {
        TopicName.Bind(new string('a', 249), "topic", Rows.Lines);
        Assert.Throws<OptionException>(() => TopicName.Bind(new string('a', 250), "topic", Rows.Lines));
    }

    [Theory]
    [InlineData("{table}")]
    [InlineData("logs.{service}")]
    [InlineData("{table}.{service}")]
    public void A_topic_that_begins_with_text_of_its_own_is_taken(string template) => TopicName.Bind(template, "topic", Rows.Lines);

    [Fact]
    public void A_template_in_a_header_is_checked_at_its_header()
    {
        var sink = new KafkaSink(new KafkaOptions { Brokers = "b", Headers = new OptionTable(new Dictionary<string, object> { ["who"] = "{sevice}" }) }, new LentContext());
        Assert.Equal("headers.who", Assert.Throws<OptionException>(() => sink.Bind([Rows.Lines])).Key);
    }

    private static string Write(string template, RecordBatch batch)
    {
        var bound = Template.Bind(template, "key", batch.Schema);
        bound.Open(batch);
        var output = new ByteBuffer(64);
        bound.Write(output, 0);
        batch.Release();
        return Encoding.UTF8.GetString(output.Written);
    }
}
