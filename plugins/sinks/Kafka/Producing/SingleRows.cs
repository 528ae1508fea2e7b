using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>A message a row.</summary>
internal sealed class SingleRows(IReadOnlyDictionary<TableSchema, BoundTable> tables, MessageSender sender, KafkaOptions options) : RowFeed(tables)
{
    private readonly ByteBuffer _key = new(256);
    private readonly ByteBuffer _value = new(64 << 10);
    private readonly RowIds _ids = new();
    private readonly bool _hasIds = options.Metadata != MetadataHeaders.None;

    public override bool Continue(Producer producer, Write write, Handover rows)
    {
        for (; rows.Batch is { } batch; rows.Advance())
        {
            var table = Open(batch);
            _ids.Open(batch.Origin);
            var (reason, isFixed) = (default(Reason), table.Topic.IsConstant);
            var topic = isFixed ? TopicOf(producer, table, 0, out reason) : 0;
            for (; rows.Row < batch.Rows; rows.Row++)
            {
                if (!isFixed)
                    topic = TopicOf(producer, table, rows.Row, out reason);
                if (topic == 0)
                    write.Refuse(new RowRange(rows.Number, 1), reason);
                else if (!Send(producer, write, rows, table, topic))
                    return false;
            }
        }

        return true;
    }

    private bool Send(Producer producer, Write write, Handover rows, BoundTable table, nint topic)
    {
        var row = rows.Row;
        _key.Clear();
        table.Key.Write(_key, row);
        _value.Clear();
        table.Encoder.Write(_value, row);
        var headers = sender.Headers(table, row, _hasIds ? 1 : 0);
        if (_hasIds)
        {
            _ids.Write(rows.Batch!.Sequence(row));
            MessageSender.Add(headers, "pipeline.row"u8, _ids.Text);
        }

        var error = sender.Send(producer, topic, MessageId.Of(write.Slot, table.Index, rows.Number), _key.Written, _value.Written, headers);
        switch (error)
        {
            case ErrorCode.None:
                write.Send();
                return true;
            case ErrorCode.QueueFull:
                return false;
            default:
                write.Refuse(new RowRange(rows.Number, 1), Reason.Of(error, MessageStatus.NotPersisted, options.UnknownTopic));
                return true;
        }
    }
}
