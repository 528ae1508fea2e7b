using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>
/// Messages of many rows: neighbours of one table, origin, topic and key. A message is full at a quarter of a mebibyte, or at half of what the largest may have.
/// </summary>
internal sealed class ManyRows(IReadOnlyDictionary<TableSchema, BoundTable> tables, MessageSender sender, KafkaOptions options) : RowFeed(tables)
{
    private const int Full = 256 << 10;

    private readonly ByteBuffer _nextKey = new(256);
    private readonly ByteBuffer _key = new(256);
    private readonly ByteBuffer _value = new(64 << 10);
    private readonly RowIds _ids = new();
    private readonly bool _hasIds = options.Metadata != MetadataHeaders.None;

    // The message at hand; without rows there is none.
    private RowRange _rows;
    private (int Index, int Row) _start;
    private BoundTable _table = null!;
    private nint _topic;
    private nint _headers;

    public override bool Continue(Producer producer, Write write, Handover rows)
    {
        for (; rows.Batch is { } batch; rows.Advance())
        {
            var table = Open(batch);
            if ((table != _table || !_ids.Has(batch.Origin)) && !Send(producer, write, rows))
                return false;
            _table = table;
            _ids.Open(batch.Origin);
            var (reason, isFixed) = (default(Reason), table.Topic.IsConstant);
            var topic = isFixed ? TopicOf(producer, table, 0, out reason) : 0;
            for (; rows.Row < batch.Rows; rows.Row++)
            {
                if (!isFixed)
                    topic = TopicOf(producer, table, rows.Row, out reason);
                if (!Add(producer, write, rows, topic, reason))
                    return false;
            }
        }

        return Send(producer, write, rows);
    }

    private bool Add(Producer producer, Write write, Handover rows, nint topic, Reason reason)
    {
        _nextKey.Clear();
        _table.Key.Write(_nextKey, rows.Row);
        if ((topic != _topic || !_nextKey.Written.SequenceEqual(_key.Written)) && !Send(producer, write, rows))
            return false;
        if (topic == 0)
        {
            write.Refuse(new RowRange(rows.Number, 1), reason);
            return true;
        }

        if (_rows.Count == 0)
            Begin(rows, topic);
        var before = _value.Length;
        _table.Encoder.Write(_value, rows.Row);
        if (_value.Length > producer.LargestMessage / 2 && _rows.Count > 0)
        {
            // Not this one: together they might be too large where each alone is not.
            _value.Truncate(before);
            if (!Send(producer, write, rows))
                return false;
            Begin(rows, topic);
            _table.Encoder.Write(_value, rows.Row);
        }

        var sequence = rows.Batch!.Sequence(rows.Row);
        if (_rows.Count == 0)
            _ids.Write(sequence);
        else
            _ids.Add(sequence);
        _rows = _rows with { Count = _rows.Count + 1 };
        return _value.Length < Full || Send(producer, write, rows);
    }

    private void Begin(Handover rows, nint topic)
    {
        _rows = new RowRange(rows.Number, 0);
        _start = (rows.Index, rows.Row);
        _topic = topic;
        _key.Clear();
        _key.Append(_nextKey.Written);
        _value.Clear();
        _headers = sender.Headers(_table, rows.Row, _hasIds ? 1 : 0);
    }

    // False when the queue is full: then the message is forgotten, and its rows are the next.
    private bool Send(Producer producer, Write write, Handover rows)
    {
        if (_rows.Count == 0)
            return true;
        if (_hasIds)
        {
            _ids.Finish();
            MessageSender.Add(_headers, "pipeline.rows"u8, _ids.Text);
        }

        var error = sender.Send(producer, _topic, MessageId.Of(write.Slot, _table.Index, write.NextMessage), _key.Written, _value.Written, _headers);
        if (error == ErrorCode.QueueFull)
            rows.Return(_start);
        else if (error == ErrorCode.None)
            write.Send(_rows);
        else
            write.Refuse(_rows, Reason.Of(error, MessageStatus.NotPersisted, options.UnknownTopic));
        _rows = default;
        return error != ErrorCode.QueueFull;
    }
}
