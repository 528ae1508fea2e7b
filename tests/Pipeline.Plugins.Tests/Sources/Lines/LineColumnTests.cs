using Pipeline.Lines;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Lines;

public sealed class LineColumnTests
{
    [Theory]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "\"false\"", "false")]
    [InlineData("bool", "1", null)]
    [InlineData("i8", "-128", "-128")]
    [InlineData("i8", "128", null)]
    [InlineData("u8", "255", "255")]
    [InlineData("u8", "-1", null)]
    [InlineData("u16", "\"443\"", "443")]
    [InlineData("u16", "\"443 \"", null)]
    [InlineData("i32", "2e3", "2000")]
    [InlineData("i32", "1.5", null)]
    [InlineData("i32", "2147483648", null)]
    [InlineData("i64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("i64", "9223372036854775808", null)]
    [InlineData("u64", "18446744073709551615", "18446744073709551615")]
    [InlineData("u64", "18446744073709551616", null)]
    [InlineData("u64", "-1", null)]
    [InlineData("f64", "1", "1")]
    [InlineData("f64", "0.25", "0.25")]
    [InlineData("f64", "\"NaN\"", "\"NaN\"")]
    [InlineData("f64", "\"-Inf\"", "\"-Inf\"")]
    [InlineData("f64", "\"a\"", null)]
    [InlineData("time", "\"2026-01-31T12:00:00.123456789Z\"", "\"2026-01-31T12:00:00.123456789Z\"")]
    [InlineData("time", "\"2026-01-31 14:30:00,5+02:30\"", "\"2026-01-31T12:00:00.500000000Z\"")]
    [InlineData("time", "\"2026-01-31T12:00:00-0500\"", "\"2026-01-31T17:00:00.000000000Z\"")]
    [InlineData("time", "\"2026-02-30T12:00:00Z\"", null)]
    [InlineData("time", "\"2026-01-31T12:00:00\"", null)]
    [InlineData("time", "\"0000-01-31T12:00:00Z\"", null)]
    [InlineData("time", "\"1500-01-31T12:00:00Z\"", null)]
    [InlineData("time", "1769860800", "\"2026-01-31T12:00:00.000000000Z\"")]
    [InlineData("time", "1769860800123", "\"2026-01-31T12:00:00.123000000Z\"")]
    [InlineData("time", "1769860800123456", "\"2026-01-31T12:00:00.123456000Z\"")]
    [InlineData("time", "1769860800123456789", "\"2026-01-31T12:00:00.123456789Z\"")]
    [InlineData("time", "1769860800.123456789", "\"2026-01-31T12:00:00.123456789Z\"")]
    [InlineData("time", "\"1769860800.5\"", "\"2026-01-31T12:00:00.500000000Z\"")]
    [InlineData("time", "99999999999", null)]
    [InlineData("time", "true", null)]
    [InlineData("duration", "1500", "1500")]
    [InlineData("duration", "\"1.5us\"", "1500")]
    [InlineData("duration", "\"soon\"", null)]
    [InlineData("ip", "\"192.0.2.1\"", "\"192.0.2.1\"")]
    [InlineData("ip", "\"2001:db8::1\"", "\"2001:db8::1\"")]
    [InlineData("ip", "\"192.0.2\"", null)]
    [InlineData("ip", "\"192.0.2.256\"", null)]
    [InlineData("ip", "\"01.0.2.1\"", null)]
    [InlineData("ip", "\"1\"", null)]
    [InlineData("mac", "\"0a:1b:2c:3d:4e:5f\"", "\"0a:1b:2c:3d:4e:5f\"")]
    [InlineData("mac", "\"0A-1B-2C-3D-4E-5F\"", "\"0a:1b:2c:3d:4e:5f\"")]
    [InlineData("mac", "\"0a:1b:2c:3d:4e\"", null)]
    [InlineData("mac", "\"0a:1b:2c:3d:4e:5g\"", null)]
    [InlineData("utf8", "\"a\\nb\"", "\"a\\nb\"")]
    [InlineData("utf8", "1.50", "\"1.50\"")]
    [InlineData("utf8", "{\"a\":[1, 2]}", "\"{\\\"a\\\":[1, 2]}\"")]
    [InlineData("utf8[4]", "\"abcd\"", "\"abcd\"")]
    [InlineData("utf8[4]", "\"abcde\"", null)]
    [InlineData("bytes", "\"AAEC\"", "\"AAEC\"")]
    [InlineData("bytes", "\"A\"", null)]
    [InlineData("bytes[3]", "\"AAEC\"", "\"AAEC\"")]
    [InlineData("bytes[4]", "\"AAEC\"", null)]
    [InlineData("list<utf8>", "[\"a\",\"\",\"b\"]", "[\"a\",\"\",\"b\"]")]
    [InlineData("list<utf8>", "[1]", null)]
    [InlineData("list<utf8>", "\"a\"", null)]
    [InlineData("map<utf8, value>", "{\"a\":{\"b\":[null]}}", "{\"a\":{\"b\":[null]}}")]
    [InlineData("map<utf8, value>", "[]", null)]
    [InlineData("u32", "null", "0")]
    public void A_declared_column_takes_what_it_can_hold(string type, string value, string? expected)
    {
        using var reading = new LineReading(Json(("c", type)));
        var row = reading.Row($$"""{"before":1,"c":{{value}},"behind":2}""");
        var kept = $$"""{"before":1,"c":{{value}},"behind":2}""".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (expected is not null)
            Assert.Equal($$"""{"table":"test","c":{{expected}},"before":1,"behind":2}""", row);
        else
            Assert.EndsWith($"\"message\":\"{kept}\",\"parse_error\":\"wrong_type\"}}", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_is_found_by_a_path_and_by_a_key_with_dots()
    {
        using var reading = new LineReading(Json(("http.status", "u16"), ("a.b.c", "i64"), ("@time", "utf8")));
        Assert.Equal("""{"table":"test","http_status":200,"a_b_c":0,"_time":"","http":{"method":"GET"}}""", reading.Row("""{"http":{"status":200,"method":"GET"}}"""));
        Assert.Equal("""{"table":"test","http_status":200,"a_b_c":0,"_time":""}""", reading.Row("""{"http":{"status":200}}"""));
        Assert.Equal("""{"table":"test","http_status":0,"a_b_c":7,"_time":"x"}""", reading.Row("""{"a":{"b":{"c":7}},"@time":"x"}"""));
        Assert.Equal("""{"table":"test","http_status":404,"a_b_c":8,"_time":"","b":1}""", reading.Row("""{"http.status":404,"a.b":{"c":8},"b":1}"""));
        Assert.Equal("""{"table":"test","http_status":0,"a_b_c":9,"_time":""}""", reading.Row("""{"a":{"b.c":9}}"""));
        Assert.Equal("""{"table":"test","http_status":0,"a_b_c":2,"_time":"","a":[{"b":{"c":1}}]}""", reading.Row("""{"a":[{"b":{"c":1}}],"a.b.c":2}"""));
        Assert.Equal("http.status", reading.Table.Schema.Columns[1].Attribute);
    }

    [Fact]
    public void The_time_comes_from_the_field_that_has_it()
    {
        using var reading = new LineReading(Json() with { TimeField = "log.ts" });
        var batch = reading.Read("{\"log\":{\"ts\":1769860800}}\n{\"other\":1}\n"u8)!;
        Assert.Equal([1_769_860_800_000_000_000, LineReading.Now], [batch.Column<long>(0)[0], batch.Column<long>(0)[1]]);
    }

    [Fact]
    public void What_every_row_has_a_line_may_have_too()
    {
        using var reading = new LineReading(Json());
        Assert.Equal("""{"table":"test","time_":5,"table_":"x","attributes_":{"a":1},"n":1}""", reading.Row("""{"time":5,"table":"x","attributes":{"a":1},"n":1}"""));
    }

    [Fact]
    public void A_closed_table_leaves_out_what_it_does_not_declare()
    {
        using var reading = new LineReading(Json(("a", "i64")) with { Open = false });
        Assert.Equal("""{"table":"test","a":1}""", reading.Row("""{"b":[1,{"c":2}],"a":1,"d":null}"""));
        Assert.Null(reading.Row("not json"));
        Assert.Equal(1, reading.Tally.Dropped["not_json"]);
        using var withMessage = new LineReading(Json(("a", "i64"), ("message", "utf8")) with { Open = false });
        Assert.Equal("""{"table":"test","a":0,"message":"not json"}""", withMessage.Row("not json"));
    }

    [Theory]
    [InlineData("c", "int", "columns.c")]
    [InlineData("time", "utf8", "columns.time")]
    [InlineData("attributes", "utf8", "columns.attributes")]
    [InlineData("c", "utf8[0]", "columns.c")]
    public void A_column_that_cannot_be_is_an_error_at_its_key(string name, string type, string key) =>
        Assert.Equal(key, Assert.Throws<OptionException>(() => new LineReading(Json((name, type)))).Key);

    [Fact]
    public void Columns_of_the_same_name_are_an_error() =>
        Assert.Equal("columns.a_b", Assert.Throws<OptionException>(() => new LineReading(Json(("a.b", "i64"), ("a_b", "i64")))).Key);

    [Fact]
    public void Lines_of_text_have_no_columns_to_declare() =>
        Assert.Equal("columns", Assert.Throws<OptionException>(() => new LineReading(Json(("a", "i64")) with { Format = LineFormat.Lines })).Key);

    private static LineReading.Options Json(params (string Name, string Type)[] columns) => new()
    {
        Format = LineFormat.Json,
        Columns = new OptionTable(columns.ToDictionary(c => c.Name, c => (object)c.Type)),
    };
}
