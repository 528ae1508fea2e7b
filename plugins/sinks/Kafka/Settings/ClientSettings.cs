using System.Globalization;

namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>The options as properties of librdkafka, those the user gave it directly last.</summary>
internal static class ClientSettings
{
    // Reports of so many rows may be outstanding: each takes librdkafka two kilobytes beside its key and value, headers and what malloc loses between them included.
    // Three times as many took 66 MiB more of a fan-out and no less time.
    private const string MostMessages = "16000";

    // A round costs librdkafka some 100 us, and figures are read less often as a rule.
    private const string Statistics = "5000";

    /// <summary>Properties that another option sets, or that would change what the sink relies on.</summary>
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = "set by the option brokers",
        ["metadata.broker.list"] = "set by the option brokers",
        ["message.timeout.ms"] = "set by the option timeout",
        ["delivery.timeout.ms"] = "set by the option timeout",
        ["compression.codec"] = "set by the option compression",
        ["compression.type"] = "set by the option compression",
        ["partitioner"] = "set by the option partition_by",
        ["queue.buffering.max.kbytes"] = "set by the option queue",
        ["test.mock.num.brokers"] = "use brokers = \"embedded\"",
        ["delivery.report.only.error"] = "the sink needs each report",
        ["transactional.id"] = "the sink makes no transactions",
        ["log.queue"] = "the sink reads the log",
        ["statistics.interval.ms"] = "the sink reads the statistics",
        ["enable.gapless.guarantee"] = "a row that is given up on would end all others",
    };

    /// <exception cref="OptionException">Options contradict each other.</exception>
    public static IReadOnlyList<Setting> Of(KafkaOptions options, string clientId)
    {
        List<Setting> settings =
        [
            new("client.id", clientId, ""),
            new("log.queue", "true", ""),
            new("statistics.interval.ms", Statistics, ""),
            new("enable.idempotence", "true", ""),
            new("acks", "all", ""),
            new("queue.buffering.max.messages", MostMessages, ""),
            new("queue.buffering.max.kbytes", Number(options.Queue.Bytes >> 10), "queue"),
            new("message.timeout.ms", Milliseconds(options.Timeout), "timeout"),
            // A topic that is not there is told of before its rows run out of time.
            new("topic.metadata.propagation.max.ms", Milliseconds(options.Timeout / 2), "timeout"),
            // A broker that hangs leaves time for another attempt.
            new("socket.timeout.ms", Milliseconds(options.Timeout / 3), "timeout"),
            new("request.timeout.ms", Milliseconds(options.Timeout / 3), "timeout"),
            new("compression.codec", Word(options.Compression), "compression"),
            new("partitioner", options.PartitionBy == PartitionBy.Key ? "murmur2_random" : "random", "partition_by"),
        ];
        if (options.Brokers != KafkaOptions.Embedded)
            settings.Add(new("bootstrap.servers", options.Brokers, "brokers"));
        Security.Add(settings, options);
        foreach (var (name, value) in options.Librdkafka.Values)
            settings.Add(Own(name, value));
        return settings;
    }

    private static Setting Own(string name, object value)
    {
        var option = $"librdkafka.{name}";
        if (Reserved.TryGetValue(name, out var why))
            throw new OptionException(option, $"{name} cannot be set here: {why}");
        return value switch
        {
            bool flag => new(name, flag ? "true" : "false", option),
            string text => new(name, text, option),
            IFormattable number => new(name, number.ToString(null, CultureInfo.InvariantCulture), option),
            _ => throw new OptionException(option, "wrong type (got a list, expected a string, number or bool)"),
        };
    }

    private static string Milliseconds(TimeSpan time) => Number((long)time.TotalMilliseconds);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA1308 // librdkafka's words are lower case.
    private static string Word(Compression compression) => compression.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
