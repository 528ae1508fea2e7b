using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Which format a scraper gets: the one it asks for with the highest q, of equals the one it names most exactly, then the one it names first.</summary>
internal static class ContentChoice
{
    private static readonly MediaTypeHeaderValue[] Offered = [.. Enum.GetValues<ContentFormat>().Select(format => MediaTypeHeaderValue.Parse(TypeOf(format)))];

    /// <summary>The media type of a format.</summary>
    public static string TypeOf(ContentFormat format) => format switch
    {
        ContentFormat.OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ContentFormat.Protobuf => "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
        _ => "text/plain; version=0.0.4; charset=utf-8",
    };

    /// <summary>The format; null if none that there is will do. Who asks for nothing, or in words nobody understands, gets text.</summary>
    public static ContentFormat? Of(StringValues accept)
    {
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0)
            return ContentFormat.Text;
        (ContentFormat Format, double Quality, int Exactness, int Order)? best = null;
        foreach (var format in Enum.GetValues<ContentFormat>())
        {
            var (quality, exactness, order) = Judge(Offered[(int)format], ranges);
            if (quality > 0 && (best is not { } b || (quality, exactness, -order).CompareTo((b.Quality, b.Exactness, -b.Order)) > 0))
                best = (format, quality, exactness, order);
        }

        return best?.Format;
    }

    /// <summary>Whether a scraper takes gzip.</summary>
    public static bool TakesGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var codings))
            return false;
        var named = codings.FirstOrDefault(c => c.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) ?? codings.FirstOrDefault(c => c.Value == "*");
        return named is not null && (named.Quality ?? 1) > 0;
    }

    // The most exact range decides: text/plain;q=0 refuses what */* would take.
    private static (double Quality, int Exactness, int Order) Judge(MediaTypeHeaderValue offered, IList<MediaTypeHeaderValue> ranges)
    {
        var (quality, exactness, order) = (0.0, -1, 0);
        for (var i = 0; i < ranges.Count; i++)
            if (ExactnessOf(offered, ranges[i]) is var matched && matched > exactness)
                (quality, exactness, order) = (ranges[i].Quality ?? 1, matched, i);
        return (quality, exactness, order);
    }

    // -1: no match. A version that is asked for must be ours; what else a range says of itself (escaping, charset) changes nothing.
    private static int ExactnessOf(MediaTypeHeaderValue offered, MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes)
            return 0;
        if (!range.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase))
            return -1;
        if (range.MatchesAllSubTypes)
            return 1;
        if (!range.SubType.Equals(offered.SubType, StringComparison.OrdinalIgnoreCase))
            return -1;
        var named = 0;
        foreach (var name in (ReadOnlySpan<string>)["version", "proto", "encoding"])
        {
            if (ParameterOf(range, name) is not { } wanted)
                continue;
            if (!wanted.Equals(ParameterOf(offered, name) ?? default, StringComparison.OrdinalIgnoreCase))
                return -1;
            named++;
        }

        return 2 + named;
    }

    private static StringSegment? ParameterOf(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } parameter
            ? (StringSegment?)HeaderUtilities.RemoveQuotes(parameter.Value)
            : null;
}
