using Pipeline.Sinks.Kafka.Templates;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>A header of a table's messages.</summary>
/// <param name="Name">Its name, UTF-8.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct MessageHeader(byte[] Name, Template Value);
