using Pipeline.Sinks.Prometheus.Serving;

namespace Pipeline.Prometheus.Tests;

/// <summary>Which format whom.</summary>
public class ContentChoiceTests
{
    // As the scrapers send them, word for word.
    private const string Prometheus242 =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private const string Prometheus242Native =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,"
        + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private const string Prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private const string Prometheus3Native =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
        + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Theory]
    [InlineData(null, "Text")]
    [InlineData("", "Text")]
    [InlineData("*/*", "Text")]
    [InlineData("text/*", "Text")]
    [InlineData("text/plain", "Text")]
    [InlineData(Browser, "Text")]
    [InlineData(Prometheus242, "OpenMetrics")]
    [InlineData(Prometheus242Native, "Protobuf")]
    [InlineData(Prometheus3, "OpenMetrics")]
    [InlineData(Prometheus3Native, "Protobuf")]
    [InlineData("application/openmetrics-text", "OpenMetrics")]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"", "OpenMetrics")]
    [InlineData("application/*", "OpenMetrics")]
    [InlineData("APPLICATION/OpenMetrics-Text; VERSION=1.0.0", "OpenMetrics")]
    [InlineData("application/openmetrics-text, text/plain", "OpenMetrics")]
    [InlineData("text/plain, application/openmetrics-text", "Text")]
    [InlineData("text/plain;q=0.5, application/openmetrics-text;q=0.4", "Text")]
    [InlineData("text/plain;q=0, */*", "OpenMetrics")]
    [InlineData("application/openmetrics-text;version=2.0.0, text/plain;q=0.1", "Text")]
    [InlineData("application/vnd.google.protobuf", "Protobuf")]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text;q=0.9, text/plain;q=0.1", "Text")]
    [InlineData("this is no list of types", "Text")]
    public void A_scraper_gets_what_it_prefers(string? accept, string format) => Assert.Equal(format, ContentChoice.Of(accept).ToString());

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain;version=1.0.0")]
    [InlineData("*/*;q=0")]
    [InlineData("image/*, text/html")]
    public void Who_takes_none_of_the_formats_is_told(string accept) => Assert.Null(ContentChoice.Of(accept));

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("br, gzip;q=0.1", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*", true)]
    [InlineData("*;q=0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity", false)]
    [InlineData("deflate, br", false)]
    public void Who_takes_gzip_gets_it(string? acceptEncoding, bool isGzip) => Assert.Equal(isGzip, ContentChoice.TakesGzip(acceptEncoding));
}
