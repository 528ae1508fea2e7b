using System.Globalization;
using System.Net;
using System.Numerics;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>What the metrics have to be, from the same spans by a plain loop: a series a line, told apart by all that the conventions ask for.</summary>
internal sealed class RedOracle
{
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] DatabaseSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
    private static readonly double[] Sizes = [0, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "CONNECT", "TRACE", "QUERY"];
    private static readonly string[] CallersFaults =
        ["CANCELLED", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNAUTHENTICATED"];

    private readonly Dictionary<(string Table, string Key), List<long>> _series = [];

    /// <summary>Series as <see cref="Show"/> writes them.</summary>
    public SortedDictionary<string, string> Lines => new(_series.ToDictionary(s => $"{s.Key.Table} {s.Key.Key}", s => Show(s.Key.Table, s.Value)), StringComparer.Ordinal);

    public void Forget() => _series.Clear();

    public void Add(TableSchema table, Span span, Func<string, string> template)
    {
        var side = span.Role == "unknown" ? table == Spans.Http ? "server" : "client" : span.Role;
        var server = IPEndPoint.Parse(side == "server" ? span.Local : span.Remote);
        var end = $"{server.Address} {server.Port}";
        if (table == Spans.Http && Of(span, "rpc.system.name") is not "")
        {
            var code = Of(span, "rpc.response.status_code");
            var error = code is "" or "OK" || (side == "server" && CallersFaults.Contains(code)) ? "" : code;
            if (code is "")
                error = HttpError(span, side);
            Put($"rpc_{side}_call_duration", $"{Of(span, "rpc.system.name")} {Of(span, "rpc.method")} {code} {error} {end} {span.Comm}", span.Nanoseconds);
        }
        else if (table == Spans.Http)
        {
            var (major, minor) = (Of(span, "major_version"), Of(span, "minor_version"));
            var version = major is "2" ? "2" : major is "1" ? $"1.{minor}" : "";
            var method = Methods.Contains(Of(span, "http.request.method")) ? Of(span, "http.request.method") : "_OTHER";
            var key = $"{method} {template(Of(span, "url.path"))} {Of(span, "http.response.status_code")} {HttpError(span, side)} {(span.Encrypted ? "https" : "http")} {version} {end} {span.Comm}";
            Put($"http_{side}_request_duration", key, span.Nanoseconds);
            Put($"http_{side}_request_body_size", key, long.Parse(Of(span, "http.request.body.size"), CultureInfo.InvariantCulture));
            Put($"http_{side}_response_body_size", key, long.Parse(Of(span, "http.response.body.size"), CultureInfo.InvariantCulture));
        }
        else if (table == Spans.Database)
        {
            var system = Of(span, "db.system.name") is "1" ? "mysql" : "redis";
            var code = Of(span, "db.response.status_code");
            Put($"db_{side}_operation_duration", $"{system} {Of(span, "db.namespace")} {Of(span, "db.collection.name")} {Of(span, "db.operation.name")} {code} {code} {end} {span.Comm}", span.Nanoseconds);
        }
        else if (table == Spans.Messaging)
        {
            AddMessaging(span, side, end);
        }
        else
        {
            var error = Of(span, "code") switch { "3" => "NXDOMAIN", "65535" when !span.Remote.EndsWith(":5353", StringComparison.Ordinal) => "no_response", _ => "" };
            Put(side == "server" ? "dns_server_lookup_duration" : "dns_lookup_duration", $"{Of(span, "dns.question.name")} {error} {span.Comm}", span.Nanoseconds);
        }
    }

    private void AddMessaging(Span span, string side, string end)
    {
        var type = Of(span, "messaging.operation.type");
        var key = $"{Of(span, "messaging.system")} {Of(span, "messaging.operation.name")} {type} {Of(span, "messaging.destination.name")}  {Of(span, "error.type")} {end} {span.Comm}";
        var messages = long.Parse(Of(span, "messaging.batch.message_count"), CultureInfo.InvariantCulture);
        if (side == "server")
        {
            Put("messaging_server_operation_duration", key, span.Nanoseconds);
            return;
        }

        Put(type is "process" ? "messaging_process_duration" : "messaging_client_operation_duration", key, span.Nanoseconds);
        if (messages > 0 && type is "send")
            Put("messaging_client_sent_messages", key, messages);
        if (messages > 0 && (type is "receive" or "process"))
            Put("messaging_client_consumed_messages", key, messages);
    }

    private static string HttpError(Span span, string side)
    {
        var status = Of(span, "http.response.status_code");
        return int.Parse(status, CultureInfo.InvariantCulture) >= (side == "server" ? 500 : 400) ? status : "";
    }

    private static string Of(Span span, string attribute) =>
        span.Cells.TryGetValue(attribute, out var value) ? value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture)! : "";

    private void Put(string table, string key, long value)
    {
        if (!_series.TryGetValue((table, key), out var values))
            _series.Add((table, key), values = []);
        values.Add(value);
    }

    private static string Show(string table, List<long> values)
    {
        if (table.EndsWith("messages", StringComparison.Ordinal))
            return values.Sum().ToString(CultureInfo.InvariantCulture);
        var scale = table.EndsWith("size", StringComparison.Ordinal) ? 1 : 1e9;
        var bounds = scale == 1 ? Sizes : table.StartsWith("db_", StringComparison.Ordinal) ? DatabaseSeconds : Seconds;
        var sum = values.Aggregate(BigInteger.Zero, (a, v) => a + v);
        var buckets = values.CountBy(v => bounds.Count(b => v > b * scale)).OrderBy(b => b.Key).Select(b => $"{b.Key}:{b.Value}");
        return $"count {values.Count} sum {(double)sum / scale:R} min {values.Min() / scale:R} max {values.Max() / scale:R} scale 0 zeros 0 {string.Join(' ', buckets)}";
    }
}
