using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>
/// What a client says of itself, of which the log gets the changes: the first trouble since messages went through, at most once a minute, and that they go through
/// again. Called on the thread of a producer's reports.
/// </summary>
internal sealed class ClientLog(ILogger log, TimeProvider time)
{
    // Of syslog: 4 is a warning, 3 an error.
    private const int Warning = 4;

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _told;
    private bool _troubled;

    /// <summary>librdkafka's own log.</summary>
    public void Said(int level, string facility, string text)
    {
        // A fatal error is told by who replaces the producer.
        if (level <= Warning && facility != "FATAL")
            Trouble($"{facility}: {text}");
        else
            log.LogDebug("librdkafka: {Facility}: {Text}", facility, text);
    }

    /// <summary>Something does not work, and librdkafka tries on.</summary>
    public void Trouble(string text)
    {
        lock (_lock)
        {
            if (_troubled || (_told is { } told && time.GetElapsedTime(told) < Quiet))
            {
                log.LogDebug("librdkafka: {Text}", text);
                return;
            }

            (_troubled, _told) = (true, time.GetTimestamp());
        }

        log.LogWarning("librdkafka: {Text}", text);
    }

    /// <summary>A broker took messages.</summary>
    public void Delivered()
    {
        lock (_lock)
        {
            if (!_troubled)
                return;
            _troubled = false;
        }

        log.LogInformation("messages go through again");
    }
}
