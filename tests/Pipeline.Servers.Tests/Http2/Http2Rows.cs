using System.Text.Json;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Http2;

/// <summary>Rows of <c>http_events</c> that are of HTTP/2.</summary>
internal static class Http2Rows
{
    private static readonly string[] Errors =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL",
    ];

    /// <summary>Those of a role.</summary>
    internal static JsonElement[] Of(IEnumerable<JsonElement> rows, string role, int port) =>
        [.. rows.Where(r => HttpRows.Is(r, role) && r.GetProperty(role == "client" ? "remote_port" : "local_port").GetInt32() == port && r.GetProperty("major_version").GetInt32() == 2)];

    /// <inheritdoc cref="Of"/>
    internal static Http2Stream[] StreamsOf(IEnumerable<JsonElement> rows, string role, int port) =>
    [
        .. Of(rows, role, port).Select(r => new Http2Stream(
            r.GetProperty(role == "client" ? "local_port" : "remote_port").GetInt32(),
            r.GetProperty("stream_id").GetUInt32(),
            Text(r, "req_method"),
            Text(r, "req_path"),
            r.GetProperty("resp_status").GetInt32(),
            r.GetProperty("req_body_size").GetInt64(),
            r.GetProperty("resp_body_size").GetInt64(),
            Fields(r, "req_headers"),
            Fields(r, "resp_headers"),
            Fields(r, "resp_trailers"),
            Text(r, "error_type") is { Length: > 0 } name ? $"{Array.IndexOf(Errors, name)}" : "")),
    ];

    internal static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    private static string Fields(JsonElement row, string column) => Http2Stream.Text(
        row.GetProperty(column).EnumerateObject().SelectMany(f => f.Value.ValueKind == JsonValueKind.Array
            ? f.Value.EnumerateArray().Select(v => (f.Name, v.GetString()!)) : [(f.Name, f.Value.GetString()!)]));
}
