using System.Text.Json;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>Rows of <c>kafka_events</c>.</summary>
internal static class KafkaRows
{
    private static readonly Dictionary<string, int> Keys = new()
    {
        ["Produce"] = 0, ["Fetch"] = 1, ["ListOffsets"] = 2, ["Metadata"] = 3, ["OffsetCommit"] = 8, ["OffsetFetch"] = 9, ["FindCoordinator"] = 10, ["JoinGroup"] = 11, ["Heartbeat"] = 12,
        ["LeaveGroup"] = 13, ["SyncGroup"] = 14, ["ApiVersions"] = 18, ["InitProducerId"] = 22, ["AddPartitionsToTxn"] = 24, ["AddOffsetsToTxn"] = 25, ["EndTxn"] = 26, ["TxnOffsetCommit"] = 28,
    };

    internal static JsonElement[] Of(IEnumerable<JsonElement> rows, string role) =>
        [.. rows.Where(r => Text(r, "table") == "kafka_events" && Text(r, "trace_role") == role)];

    /// <summary>What tshark can tell of them, too.</summary>
    internal static Asked ToAsked(JsonElement row) => new(
        Number(row, Text(row, "trace_role") == "client" ? "local_port" : "remote_port"),
        Number(row, Text(row, "trace_role") == "client" ? "remote_port" : "local_port"),
        Number(row, "correlation_id"),
        Keys[Text(row, "req_cmd")],
        Number(row, "api_version"),
        Text(row, "client_id"),
        Text(row, "topic"),
        Text(row, "error"),
        Number(row, "req_size"),
        Number(row, "resp_size"));

    internal static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    internal static int Number(JsonElement row, string column) => row.GetProperty(column).GetInt32();
}
