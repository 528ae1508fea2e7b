namespace Pipeline.Sinks.Kafka.Native;

/// <summary>What became of a property. rd_kafka_conf_res_t.</summary>
internal enum ConfResult
{
    Unknown = -2,
    Invalid = -1,
    Ok = 0,
}
