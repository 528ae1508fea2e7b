namespace Pipeline.Servers.Collector.Counting;

/// <summary>What a collector has received since it was made; every number may be read at any time.</summary>
public sealed class CollectorCounts
{
    private readonly long[] _rows = new long[3];
    private readonly long[] _accepted = new long[3];
    private long _requests;
    private long _broken;
    private long _messageBytes;
    private long _wireBytes;

    /// <summary>Requests that arrived whole, whatever they were answered.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Requests that were no message of their kind.</summary>
    public long Broken => Volatile.Read(ref _broken);

    /// <summary>Bytes of messages, decompressed.</summary>
    public long MessageBytes => Volatile.Read(ref _messageBytes);

    /// <summary>Bytes of messages as they crossed the wire.</summary>
    public long WireBytes => Volatile.Read(ref _wireBytes);

    /// <summary>Rows that arrived, whatever was answered.</summary>
    public long Rows(Signal signal) => Volatile.Read(ref _rows[(int)signal]);

    /// <summary>Rows that were answered with success, less those rejected by a partial one.</summary>
    public long Accepted(Signal signal) => Volatile.Read(ref _accepted[(int)signal]);

    internal void Add(ReceivedRequest request)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _messageBytes, request.MessageBytes);
        Interlocked.Add(ref _wireBytes, request.WireBytes);
        if (request.Rows < 0)
            Interlocked.Increment(ref _broken);
        else
            Interlocked.Add(ref _rows[(int)request.Signal], request.Rows);
    }

    internal void Accept(Signal signal, long rows) => Interlocked.Add(ref _accepted[(int)signal], rows);
}
