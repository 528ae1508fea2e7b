using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Takes what a client tells and gives each report to its write. <see cref="Serve"/> runs on a thread of its own; the rest may be called on any.</summary>
internal sealed unsafe class Reports
{
    private const int MessagesAtOnce = 1024;
    private const int Patience = 1000;

    // Ends within it, or the writes that still wait are told that their reports never came.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly nint _client;
    private readonly nint _queue;
    private readonly WriteTable _writes;
    private readonly ClientLog _log;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _next;
    private IReadOnlyList<Figure> _figures = [];
    private volatile bool _stopping;

    public Reports(nint client, WriteTable writes, ClientLog log)
    {
        (_client, _writes, _log) = (client, writes, log);
        _queue = Librdkafka.rd_kafka_queue_get_main(client);
    }

    /// <summary>What the client counted when it last told.</summary>
    public IReadOnlyList<Figure> Figures
    {
        get => Volatile.Read(ref _figures);
        private set => Volatile.Write(ref _figures, value);
    }

    /// <summary>Ends with the next reports.</summary>
    public Task NextAsync()
    {
        lock (_lock)
            return (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Has <see cref="Serve"/> return once every message is answered.</summary>
    public void Stop()
    {
        _stopping = true;
        Librdkafka.rd_kafka_queue_yield(_queue);
    }

    public void Serve()
    {
        while (!_stopping)
            Take(Patience);
        Librdkafka.rd_kafka_purge(_client, PurgeFlags.Queue | PurgeFlags.InFlight);
        for (var start = Stopwatch.GetTimestamp(); Librdkafka.rd_kafka_outq_len(_client) > 0 && Stopwatch.GetElapsedTime(start) < Farewell;)
            Take(100);
    }

    /// <summary>Lets the queue go; before the client.</summary>
    public void Close()
    {
        Librdkafka.rd_kafka_queue_destroy(_queue);
        _writes.Abandon();
        Wake();
    }

    private void Take(int milliseconds)
    {
        var happened = Librdkafka.rd_kafka_queue_poll(_queue, milliseconds);
        if (happened == 0)
            return;
        var type = Librdkafka.rd_kafka_event_type(happened);
        switch (type)
        {
            case EventTypes.DeliveryReports:
                Deliver(happened);
                break;
            case EventTypes.Error:
                Hear(Librdkafka.rd_kafka_event_error(happened), NativeText.Of(Librdkafka.rd_kafka_event_error_string(happened)));
                break;
            case EventTypes.Log when Librdkafka.rd_kafka_event_log(happened, out var facility, out var text, out var level) == 0:
                _log.Said(level, NativeText.Of(facility), NativeText.Of(text));
                break;
            case EventTypes.Statistics:
                // Statistics of another form, of a library yet to come, leave the figures as they were.
                Figures = Statistics.Read(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Librdkafka.rd_kafka_event_stats(happened))) ?? Figures;
                break;
        }

        Librdkafka.rd_kafka_event_destroy(happened);
        // Only now is there room for others.
        if (type == EventTypes.DeliveryReports)
            Wake();
    }

    private void Hear(ErrorCode error, string text)
    {
        if (error != ErrorCode.Fatal)
        {
            _log.Trouble(text);
            return;
        }

        // It takes nothing any more, and would keep what it has until that runs out of time. The next write finds out why.
        Librdkafka.rd_kafka_purge(_client, PurgeFlags.Queue | PurgeFlags.InFlight);
    }

    private void Deliver(nint happened)
    {
        var messages = stackalloc KafkaMessage*[MessagesAtOnce];
        while (Librdkafka.rd_kafka_event_message_array(happened, messages, MessagesAtOnce) is var count and > 0)
        {
            var (slot, since, failed) = (MessageId.Write(messages[0]->Opaque), 0, 0);
            var write = _writes.Of(slot);
            for (var i = 0; i < (int)count; i++)
            {
                var message = messages[i];
                // Neighbours are mostly of one write: its counter is touched once for all of them.
                if (MessageId.Write(message->Opaque) is var other && other != slot)
                {
                    _writes.Report(write, i - since);
                    (slot, since) = (other, i);
                    write = _writes.Of(slot);
                }

                if (message->Error == ErrorCode.None)
                    continue;
                write.Fail(MessageId.Message(message->Opaque), message->Error, Librdkafka.rd_kafka_message_status(message));
                failed++;
            }

            _writes.Report(write, (int)count - since);
            if (failed < (int)count)
                _log.Delivered();
        }
    }

    private void Wake()
    {
        TaskCompletionSource? next;
        lock (_lock)
            (next, _next) = (_next, null);
        next?.TrySetResult();
    }
}
