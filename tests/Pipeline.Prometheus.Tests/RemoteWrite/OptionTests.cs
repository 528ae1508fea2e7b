using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>Mistakes that are told before a row comes.</summary>
public class OptionTests
{
    private static readonly PrometheusRemoteWriteOptions Right = new() { Url = "http://127.0.0.1:9/api/v1/write" };

    [Theory]
    [InlineData("", "url: not a URL (got '', expected one like http://127.0.0.1:9090/api/v1/write)")]
    [InlineData("127.0.0.1:9090", "url: not a URL (got '127.0.0.1:9090', expected one like http://127.0.0.1:9090/api/v1/write)")]
    [InlineData("ftp://a/b", "url: not a URL (got 'ftp://a/b', expected one like http://127.0.0.1:9090/api/v1/write)")]
    [InlineData("http://me:secret@a/b", "url: a user or password does not belong into the URL, which is shown in logs: use 'basic'")]
    [InlineData("http://a/b#c", "url: a fragment means nothing to a server (got '#c')")]
    public void What_is_no_url_is_refused(string url, string mistake) => Assert.Equal(mistake, Mistake(Right with { Url = url }));

    [Theory]
    [InlineData("1.0")]
    [InlineData("3")]
    [InlineData("Auto")]
    public void What_is_no_version_is_refused(string version) =>
        Assert.Equal($"version: no version of the protocol (got '{version}', expected \"1\", \"2\" or \"auto\")", Mistake(Right with { Version = version }));

    [Theory]
    [InlineData("Content-Type", "headers.Content-Type: the header 'Content-Type' is set by this sink and cannot be another")]
    [InlineData("x-prometheus-remote-write-version", "headers.x-prometheus-remote-write-version: the header 'x-prometheus-remote-write-version' is set by this sink and cannot be another")]
    [InlineData("a b", "headers.a b: not a header (got 'a b', expected letters, digits and dashes)")]
    [InlineData("", "headers.: not a header (got '', expected letters, digits and dashes)")]
    public void What_is_no_header_is_refused(string name, string mistake) => Assert.Equal(mistake, Mistake(Right with { Headers = Table((name, "x")) }));

    [Theory]
    [InlineData("a\r\nX: b")]
    [InlineData("")]
    [InlineData("é")]
    public void A_value_that_is_none_is_refused_and_not_shown(string value) =>
        Assert.Equal("headers.X-Key: not a header's value (expected printable ASCII on one line)", Mistake(Right with { Headers = Table(("X-Key", value)) }));

    [Fact]
    public void There_is_one_way_to_be_let_in()
    {
        Assert.Equal("bearer: there is either a user and password or a bearer token (got both)", Mistake(Right with { Bearer = "x", Basic = Table(("user", "a"), ("password", "b")) }));
        Assert.Equal("headers.Authorization: 'basic' and 'bearer' make this header: leave out one of them", Mistake(Right with { Bearer = "x", Headers = Table(("authorization", "a")) }));
        Assert.Equal("basic: 'password' is missing (expected { user = \"NAME\", password = { file = \"PATH\" } })", Mistake(Right with { Basic = Table(("user", "a")) }));
        Assert.Equal("basic.pass: unknown key (expected user, password)", Mistake(Right with { Basic = Table(("user", "a"), ("pass", "b")) }));
        Assert.Equal("basic.user: a user's name has no colon in it", Mistake(Right with { Basic = Table(("user", "a:b"), ("password", "b")) }));
        Assert.Equal("bearer: not a header's value (expected printable ASCII on one line)", Mistake(Right with { Bearer = "a\nb" }));
    }

    [Fact]
    public void A_certificate_has_a_key()
    {
        Assert.Equal("certificate: a certificate needs its private key: give it as 'key'", Mistake(Right with { Certificate = "a.pem" }));
        Assert.Equal("key: a private key needs its certificate: give it as 'certificate'", Mistake(Right with { Key = "a.pem" }));
        Assert.Equal("ca: not the path of a PEM file (expected a string, not { file = ... })", Mistake(Right with { Ca = "-----BEGIN CERTIFICATE-----" }));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_ends_the_sink_with_its_name()
    {
        using var sink = new PrometheusRemoteWriteSink(Right with { Ca = "/nowhere/ca.pem" }, new LentContext());
        var missing = await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(CancellationToken.None));
        Assert.StartsWith("'ca': /nowhere/ca.pem cannot be used: ", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_table_is_refused_with_the_remedy()
    {
        var table = new TableSchema("biosnoop", TableKind.Event, [new ColumnSchema("pid", ColumnType.U32)]);
        Assert.Equal(
            "inputs: only metric tables have figures (got 'biosnoop', an event table): put a 'histogram' or 'aggregate' transform before this sink",
            Mistake(Right, table));
    }

    [Fact]
    public void Two_tables_that_would_make_one_metric_are_refused() =>
        Assert.StartsWith(
            "inputs: column 'b_c' of table 'a' and column 'c' of table 'a_b' would both be the metric 'a_b_c'",
            Mistake(Right, Columns.Table("a", Columns.Counter("b_c"), Columns.Gauge("z")), Columns.Table("a_b", Columns.Gauge("c"), Columns.Gauge("z"))),
            StringComparison.Ordinal);

    [Fact]
    public void A_constant_label_that_a_column_has_is_refused() =>
        Assert.StartsWith("labels.disk: ", Mistake(Right with { Labels = Table(("disk", "x")) }, Columns.Table("t", Columns.Label("disk"), Columns.Counter("n"))), StringComparison.Ordinal);

    private static OptionTable Table(params (string Key, object Value)[] values) => new(values.ToDictionary(value => value.Key, value => value.Value));

    private static string Mistake(PrometheusRemoteWriteOptions options, params TableSchema[] tables)
    {
        var mistake = Assert.Throws<OptionException>(() => new RemoteSink(options, tables));
        return $"{mistake.Key}: {mistake.Message}";
    }
}
