using System.Collections.Concurrent;
using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>
/// A write until the last of its delivery reports. Rows are handed over by one thread, which ends with <see cref="Close"/>; reports come on the producer's.
/// </summary>
/// <param name="slot">Its place in the table of writes, which its messages carry.</param>
/// <param name="spare">Where the list of its messages comes from, and goes when it ends.</param>
internal sealed class Write(int slot, ConcurrentBag<List<RowRange>> spare)
{
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(RowRange Rows, Reason Reason)> _refusedHere = [];
    private readonly List<(int Message, ErrorCode Error, MessageStatus Status)> _failed = [];

    // Rows of each message, where a message may hold many.
    private readonly List<RowRange> _messages = spare.TryTake(out var list) ? list : [];

    // Reports that are to come; below zero as long as messages are still handed over, for they are counted at the end.
    private long _due;
    private int _sent;

    public int Slot => slot;

    /// <summary>Ends when every message has its report.</summary>
    public Task Reported => _reported.Task;

    /// <summary>Whether some messages have none, and may have been delivered or not.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Rows that never became a message.</summary>
    public IReadOnlyList<(RowRange Rows, Reason Reason)> RefusedHere => _refusedHere;

    /// <summary>Messages that were not delivered; to be read once all is reported.</summary>
    public IReadOnlyList<(int Message, ErrorCode Error, MessageStatus Status)> Failed => _failed;

    /// <summary>Numbers a message of many rows. It counts once it is handed over.</summary>
    public int NextMessage => _messages.Count;

    /// <summary>A message with one row was handed over; its number is the row's.</summary>
    public void Send() => _sent++;

    /// <summary>A message with many rows was handed over.</summary>
    public void Send(RowRange rows)
    {
        _messages.Add(rows);
        _sent++;
    }

    /// <summary>Rows are not worth handing over.</summary>
    public void Refuse(RowRange rows, Reason reason) => _refusedHere.Add((rows, reason));

    /// <summary>The rows of a message.</summary>
    public RowRange RowsOf(int message) => _messages.Count > 0 ? _messages[message] : new RowRange(message, 1);

    /// <summary>All that will be handed over was; true when all is reported already, and then nobody else is told so.</summary>
    public bool Close() => Settle(_sent);

    /// <summary>Notes a message that was not delivered, before it is reported.</summary>
    public void Fail(int message, ErrorCode error, MessageStatus status) => _failed.Add((message, error, status));

    /// <summary>So many messages have their reports; true once these were the last.</summary>
    public bool Report(int messages) => Settle(-messages);

    /// <summary>Reports that are still due will never come.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        _reported.TrySetResult();
    }

    /// <summary>Nobody will ask anything more of a write that is reported: the next one may have its list.</summary>
    public void Recycle()
    {
        _messages.Clear();
        spare.Add(_messages);
    }

    private bool Settle(int messages)
    {
        if (Interlocked.Add(ref _due, messages) != 0)
            return false;
        _reported.TrySetResult();
        return true;
    }
}
