using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Delivery.Tests.Rows;
using Pipeline.Servers.Collector;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>What a collector took as OTLP in JSON, read by .NET's own JSON reader: the attributes of each log record are the fields of its row.</summary>
internal static class CollectedLogs
{
    /// <summary>Waits until it took as many rows as the input has, or takes no more; what they hold.</summary>
    internal static async Task<Arrivals> AllAsync(OtlpCollector collector, Input input)
    {
        await CountAsync(collector, input.Rows).ConfigureAwait(false);
        var arrivals = new Arrivals(input);
        foreach (var request in collector.Requests)
            Add(JsonNode.Parse(request.Message.Span)!, arrivals);
        return arrivals;
    }

    /// <summary>Waits until it took so many rows, or takes no more.</summary>
    internal static Task CountAsync(OtlpCollector collector, int rows) => UntilAsync(() => collector.Counts.Accepted(Signal.Logs), rows);

    /// <summary>Waits until something has been counted so often, or is counted no more.</summary>
    internal static async Task UntilAsync(Func<long> count, int rows)
    {
        var (seen, since) = (-1L, Stopwatch.GetTimestamp());
        while (count() < rows && Stopwatch.GetElapsedTime(since) < Patience.ForAnything)
        {
            if (count() is var now && now != seen)
                (seen, since) = (now, Stopwatch.GetTimestamp());
            await Task.Delay(50, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
    }

    private static void Add(JsonNode request, Arrivals arrivals)
    {
        foreach (var record in
            from resource in request["resourceLogs"]!.AsArray()
            from scope in resource!["scopeLogs"]!.AsArray()
            from record in scope!["logRecords"]!.AsArray()
            select record)
            arrivals.Add(JsonSerializer.SerializeToUtf8Bytes(RowOf(record)));
    }

    private static JsonObject RowOf(JsonNode record)
    {
        var row = new JsonObject();
        foreach (var attribute in record["attributes"]!.AsArray())
            row[attribute!["key"]!.GetValue<string>()] = ValueOf(attribute["value"]!.AsObject());
        return row;
    }

    // {"intValue":"5"}: 64-bit integers are strings in this encoding.
    private static JsonNode? ValueOf(JsonObject value)
    {
        var (kind, content) = value.Single();
        return kind == "intValue" && content!.GetValueKind() == JsonValueKind.String ? JsonNode.Parse(content.GetValue<string>()) : content?.DeepClone();
    }
}
