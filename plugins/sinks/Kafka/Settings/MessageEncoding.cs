namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>What a message holds.</summary>
internal enum MessageEncoding
{
    /// <summary>A row as one JSON object.</summary>
    Json,

    /// <summary>Rows, each a JSON object and a line end.</summary>
    JsonLines,

    /// <summary>A row as a protocol buffers message.</summary>
    Protobuf,

    /// <summary>Rows, as a protocol buffers message that holds one of them each.</summary>
    ProtobufRows,
}
