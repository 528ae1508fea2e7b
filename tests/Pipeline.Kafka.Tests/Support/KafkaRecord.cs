using System.Text.Json;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>A message as kcat tells of it.</summary>
internal sealed record KafkaRecord(string Topic, int Partition, long Offset, string? Key, string? Value, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The row it is of.</summary>
    public string Row => Headers["pipeline.row"];

    /// <summary>The value as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Value!).RootElement;

    public static KafkaRecord Parse(string line)
    {
        var record = JsonDocument.Parse(line).RootElement;
        var headers = new Dictionary<string, string>();
        if (record.TryGetProperty("headers", out var list))
            for (var i = 0; i + 1 < list.GetArrayLength(); i += 2)
                headers.Add(list[i].GetString()!, list[i + 1].GetString()!);
        return new(
            record.GetProperty("topic").GetString()!,
            record.GetProperty("partition").GetInt32(),
            record.GetProperty("offset").GetInt64(),
            record.GetProperty("key").GetString(),
            record.GetProperty("payload").GetString(),
            headers);
    }
}
