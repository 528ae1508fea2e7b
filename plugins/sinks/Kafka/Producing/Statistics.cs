using System.Text.Json;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>What of librdkafka's statistics are figures. The rest is for who debugs librdkafka.</summary>
internal static class Statistics
{
    private static readonly (string Property, string Figure, Instrument Instrument)[] OfClient =
    [
        ("msg_cnt", "queued_messages", Instrument.Gauge),
        ("msg_size", "queued_bytes", Instrument.Gauge),
        ("txmsgs", "delivered_messages", Instrument.Counter),
        ("txmsg_bytes", "delivered_bytes", Instrument.Counter),
        ("tx", "requests", Instrument.Counter),
        ("tx_bytes", "sent_bytes", Instrument.Counter),
        ("rx_bytes", "received_bytes", Instrument.Counter),
    ];

    private static readonly (string Property, string Figure, Instrument Instrument)[] OfBroker =
    [
        ("outbuf_cnt", "waiting_requests", Instrument.Gauge),
        ("waitresp_cnt", "requests_under_way", Instrument.Gauge),
        ("txerrs", "failed_requests", Instrument.Counter),
        ("txretries", "retried_requests", Instrument.Counter),
        ("req_timeouts", "timed_out_requests", Instrument.Counter),
        ("connects", "connects", Instrument.Counter),
        ("disconnects", "disconnects", Instrument.Counter),
    ];

    /// <summary>The figures of one telling; null if it is not what librdkafka tells.</summary>
    public static IReadOnlyList<Figure>? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var told = JsonDocument.ParseValue(ref reader);
            var figures = new List<Figure>();
            Add(figures, told.RootElement, OfClient, "");
            if (told.RootElement.TryGetProperty("brokers", out var brokers))
                foreach (var broker in brokers.EnumerateObject())
                    AddBroker(figures, broker.Value);
            return figures;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void AddBroker(List<Figure> figures, JsonElement broker)
    {
        // One that was only heard of, or that librdkafka keeps for itself, has no number.
        if (!broker.TryGetProperty("nodeid", out var id) || id.GetInt32() < 0 || !broker.TryGetProperty("nodename", out var name))
            return;
        var of = name.GetString()!;
        Add(figures, broker, OfBroker, of);
        if (broker.TryGetProperty("rtt", out var roundTrip) && roundTrip.TryGetProperty("avg", out var microseconds))
            figures.Add(new Figure("round_trip_ns", of, Instrument.Gauge, 1000 * microseconds.GetInt64()));
        if (broker.TryGetProperty("throttle", out var throttle) && throttle.TryGetProperty("avg", out var milliseconds))
            figures.Add(new Figure("throttle_ns", of, Instrument.Gauge, 1_000_000 * milliseconds.GetInt64()));
    }

    private static void Add(List<Figure> figures, JsonElement from, (string Property, string Figure, Instrument Instrument)[] wanted, string of)
    {
        foreach (var (property, figure, instrument) in wanted)
            if (from.TryGetProperty(property, out var value))
                figures.Add(new Figure(figure, of, instrument, value.GetInt64()));
    }
}
