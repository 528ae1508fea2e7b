using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Paths;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>HTTP requests.</summary>
internal sealed class HttpConvention(Side side, PathTree paths) : Convention
{
    private const int ClientError = 400;
    private const int ServerError = 500;

    public override ImmutableArray<Metric> Metrics { get; } =
    [
        Metric.Duration(Named("http.{side}.request.duration", side), $"Duration of HTTP {side.ToString().ToLowerInvariant()} requests."),
        Metric.Size(Named("http.{side}.request.body.size", side), $"Size of HTTP {side.ToString().ToLowerInvariant()} request bodies."),
        Metric.Size(Named("http.{side}.response.body.size", side), $"Size of HTTP {side.ToString().ToLowerInvariant()} response bodies."),
    ];

    public override ImmutableArray<ColumnSchema> Labels { get; } =
    [
        Label.Text("http.request.method", "Method; _OTHER: none that is known."),
        side == Side.Server ? Label.Text("http.route", "Template of the path.") : Label.Text("url.template", "Template of the path."),
        Label.Number("http.response.status_code", "Status code."),
        Label.Text("error.type", "What went wrong."),
        Label.Text("url.scheme", "http or https."),
        Label.Text("network.protocol.version", "Version of HTTP."),
        .. ServerEnd.Labels,
    ];

    public override void WriteKey(in Call call, SeriesKey key)
    {
        var http = call.Table.Http;
        key.Text(HttpMethod.Of(call.Text(http.Method)));
        key.Text(Template(call));
        key.Number((ushort)call.Number(http.Status));
        key.Text(call.Error);
        key.Text(http.Scheme.Exists ? call.Text(http.Scheme) : call.Number(call.Table.Ends.Encrypted) != 0 ? "https"u8 : "http"u8);
        key.Text(HttpVersion.Of(call));
        ServerEnd.Write(call, key, side == Side.Client ? ServerEnd.Host(call) : default);
    }

    public override long Observe(in Call call, int metric) => metric switch
    {
        0 => call.Nanoseconds,
        1 => call.Table.Http.RequestSize.Exists ? call.Number(call.Table.Http.RequestSize) : -1,
        _ => call.Table.Http.ResponseSize.Exists ? call.Number(call.Table.Http.ResponseSize) : -1,
    };

    private ReadOnlySpan<byte> Template(in Call call)
    {
        var http = call.Table.Http;
        var route = call.Text(http.Route);
        if (!route.IsEmpty)
            return route;
        // What a server did not find, or did not answer, is no path of its.
        var teaches = !http.Status.Exists || call.Number(http.Status) is > 0 and < ClientError or >= ServerError;
        return paths.Template(new Place(call), call.Text(http.Path), teaches);
    }
}
