namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>A property of librdkafka with the option that set it.</summary>
/// <param name="Name">librdkafka's name.</param>
/// <param name="Value">Its value as librdkafka reads it.</param>
/// <param name="Option">Dotted path of the option below the component; empty for what the sink itself wants.</param>
internal readonly record struct Setting(string Name, string Value, string Option);
