using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Makes messages of rows and hands them over. One thread at a time.</summary>
internal abstract class RowFeed(IReadOnlyDictionary<TableSchema, BoundTable> tables)
{
    private readonly ByteBuffer _topicName = new(256);

    /// <summary>Goes on handing over; false when librdkafka's queue is full: call again once there is room.</summary>
    public abstract bool Continue(Producer producer, Write write, Handover rows);

    /// <summary>The table of a batch, turned to it.</summary>
    protected BoundTable Open(RecordBatch batch)
    {
        var table = tables[batch.Schema];
        table.Open(batch);
        return table;
    }

    /// <summary>The topic of a row; 0 and the reason if it has none.</summary>
    protected nint TopicOf(Producer producer, BoundTable table, int row, out Reason reason)
    {
        _topicName.Clear();
        table.Topic.Write(_topicName, row);
        return producer.Topics.Find(_topicName.Written, out reason);
    }
}
