namespace Pipeline.Benchmarks.Runs.Delivery;

/// <summary>Where the lines go.</summary>
/// <param name="Name">As the report calls it.</param>
/// <param name="FluentBit">Thousands of events for a second of the processor that Fluent Bit 5.1.1 did to the same kind of end; null: nobody measured it.</param>
/// <param name="Sinks">The tables of the configuration, given a folder to write in and the port of a collector.</param>
internal sealed record DeliveryEnd(string Name, int? FluentBit, Func<string, int, string> Sinks)
{
    private const string Kafka = """
        [sinks.kafka]
        type = "kafka"
        inputs = ["lines"]
        brokers = "embedded"
        topic = "lines"

        """;

    // Fluent Bit's messages have none.
    private const string NoHeaders = "metadata = \"none\"\n";

    internal static readonly DeliveryEnd[] All =
    [
        new("null", 430, static (_, _) => """
            [sinks.end]
            type = "null"
            inputs = ["lines"]
            """),
        new("stdout, JSON into a pipe", 280, static (_, _) => """
            [sinks.end]
            type = "stdout"
            format = "json"
            inputs = ["lines"]
            """),
        new("a file", null, static (folder, _) => $"""
            [sinks.end]
            type = "file"
            inputs = ["lines"]
            path = "{Path.Combine(folder, "output.jsonl")}"
            """),
        new("Kafka, brokers in the process, row id and schema in headers", null, static (_, _) => Kafka),
        new("Kafka, brokers in the process", 256, static (_, _) => Kafka + NoHeaders),
        new("OTLP/HTTP", 241, static (_, port) => Otlp(port, "none")) { NeedsCollector = true },
        new("OTLP/HTTP, gzip", 96, static (_, port) => Otlp(port, "gzip")) { NeedsCollector = true },
        new("Kafka and OTLP/HTTP at once", 167, static (_, port) => Kafka + NoHeaders + Otlp(port, "none")) { NeedsCollector = true },
    ];

    internal bool NeedsCollector { get; private init; }

    private static string Otlp(int port, string compression) => $"""
        [sinks.otlp]
        type = "otlp"
        inputs = ["lines"]
        endpoint = "http://127.0.0.1:{port}"
        protocol = "http/protobuf"
        compression = "{compression}"
        """;
}
