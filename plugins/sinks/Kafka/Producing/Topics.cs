using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Sinks.Kafka.Templates;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>The topics a producer writes to, each opened once. One thread at a time.</summary>
/// <param name="producer">Whose topics.</param>
/// <param name="partitionBy">How their partitions are chosen.</param>
/// <param name="tables">A hash of each table's name, in memory that outlives the producer.</param>
internal sealed unsafe class Topics(nint producer, PartitionBy partitionBy, uint* tables)
{
    /// <summary>Rows choose the end of a name: without a bound those of an attacker would fill brokers with topics.</summary>
    private const int Most = 1000;

    private readonly Dictionary<byte[], nint> _open = new(BytesComparer.Instance);

    /// <summary>The topic; 0 and the reason if there is none of this name.</summary>
    public nint Find(ReadOnlySpan<byte> name, out Reason reason)
    {
        reason = default;
        if (_open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var topic))
            return topic;
        if (!TopicName.IsValid(name))
            reason = Reason.InvalidTopic;
        else if (_open.Count == Most)
            reason = Reason.TooManyTopics;
        else
            topic = _open[name.ToArray()] = Open(name);
        return topic;
    }

    /// <summary>Closes all. The producer must be alive, and nothing be handed over any more.</summary>
    public void Close()
    {
        foreach (var topic in _open.Values)
            Librdkafka.rd_kafka_topic_destroy(topic);
        _open.Clear();
    }

    private nint Open(ReadOnlySpan<byte> name)
    {
        var conf = Librdkafka.rd_kafka_default_topic_conf_dup(producer);
        if (partitionBy == PartitionBy.Table)
        {
            Librdkafka.rd_kafka_topic_conf_set_opaque(conf, tables);
            Librdkafka.rd_kafka_topic_conf_set_partitioner_cb(conf, &PartitionOfTable);
        }

        fixed (byte* text = (byte[])[.. name, 0])
            return Librdkafka.rd_kafka_topic_new(producer, text, conf) is var topic and not 0
                ? topic
                : throw new InvalidOperationException($"librdkafka does not open the topic {Encoding.UTF8.GetString(name)}");
    }

    [UnmanagedCallersOnly]
    private static int PartitionOfTable(nint topic, void* key, nuint keyLength, int partitions, void* tables, nint id) =>
        (int)(((uint*)tables)[MessageId.Table((ulong)id)] % (uint)partitions);
}
