using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Why rows were not delivered.</summary>
/// <param name="Word">As the ledger has it.</param>
/// <param name="IsFinal">Trying again is no use.</param>
internal readonly record struct Reason(string Word, bool IsFinal)
{
    /// <summary>A row made the name of a topic that no broker takes.</summary>
    public static Reason InvalidTopic { get; } = new("invalid_topic", IsFinal: true);

    /// <summary>Rows made more topics than one sink may write to.</summary>
    public static Reason TooManyTopics { get; } = new("too_many_topics", IsFinal: true);

    /// <summary>The producer ended under the rows: the brokers may have them.</summary>
    public static Reason ProducerLost { get; } = new("producer_lost", IsFinal: false);

    /// <summary>The brokers did not take it in time, and it never left.</summary>
    public static Reason Timeout { get; } = new("timeout", IsFinal: false);

    /// <summary>It left, and no answer came in time: offered again it may be there twice.</summary>
    public static Reason Unconfirmed { get; } = new("unconfirmed", IsFinal: false);

    /// <summary>What a delivery report, or a refusal to take a message, means for its rows.</summary>
    /// <param name="error">The error.</param>
    /// <param name="status">Whether the message may be in the topic all the same.</param>
    /// <param name="unknownTopic">What the user wants of topics that are not there.</param>
    public static Reason Of(ErrorCode error, MessageStatus status, UnknownTopic unknownTopic) => error switch
    {
        ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge or ErrorCode.InvalidMessageSize => new("too_large", true),
        ErrorCode.InvalidMessage or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp or ErrorCode.UnsupportedForMessageFormat => new("invalid_message", true),
        ErrorCode.BadCompression or ErrorCode.UnsupportedCompression => new("unsupported_compression", true),
        ErrorCode.PolicyViolation => new("policy", true),
        ErrorCode.InvalidTopic => InvalidTopic,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => new("unauthorized", true),
        ErrorCode.UnknownTopic or ErrorCode.UnknownTopicHere or ErrorCode.UnknownPartition => new("unknown_topic", unknownTopic == UnknownTopic.Refuse),
        ErrorCode.ThrottlingQuotaExceeded => new("throttled", false),
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend => new("not_enough_replicas", false),
        ErrorCode.MessageTimedOut or ErrorCode.TimedOut or ErrorCode.RequestTimedOut => status == MessageStatus.NotPersisted ? Timeout : Unconfirmed,
        ErrorCode.PurgedFromQueue or ErrorCode.PurgedInFlight or ErrorCode.Fatal or ErrorCode.OutOfOrderSequence or ErrorCode.UnknownProducer
            or ErrorCode.InvalidProducerEpoch => ProducerLost,
        _ => new("broker_error", false),
    };
}
