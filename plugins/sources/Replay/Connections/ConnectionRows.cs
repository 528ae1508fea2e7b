namespace Pipeline.Sources.Replay.Connections;

/// <summary>Makes the rows of connections and hands them over in batches. One thread at a time.</summary>
internal sealed class ConnectionRows : IDisposable
{
    private const int BatchRows = 512;
    private const int BatchPayload = 256 << 10;

    private static readonly DataOrdinals D = new(ConnectionTables.Data);
    private static readonly EventOrdinals E = new(ConnectionTables.Events);

    private readonly ISourceEmitter _emitter;
    private readonly ReplayCounts _counts;
    private readonly BatchBuilder _data;
    private readonly BatchBuilder _events;
    private readonly BatchBuilder _stats;
    private int _payload;
    private ulong _sequence;

    public ConnectionRows(ISourceEmitter emitter, ReplayCounts counts)
    {
        _emitter = emitter;
        _counts = counts;
        _data = new BatchBuilder(ConnectionTables.Data, emitter.Arena, BatchRows);
        _events = new BatchBuilder(ConnectionTables.Events, emitter.Arena, BatchRows);
        _stats = new BatchBuilder(StatsTable.Schema, emitter.Arena, 1);
    }

    /// <summary>Whether batches were handed over that nobody has passed on yet.</summary>
    public bool HasEmitted { get; private set; }

    /// <summary>Something that would have been a row, or part of one, was lost.</summary>
    public void Lose(string reason)
    {
        _emitter.Tally.Create(1);
        _emitter.Tally.Drop(reason, 1);
    }

    /// <summary>Bytes at the stream's position, in rows of a bounded size.</summary>
    public void Data(ByteStream stream, ReadOnlySpan<byte> data, int size, long time, bool datagram)
    {
        var position = stream.Position;
        do
        {
            var piece = Math.Min(size, ConnectionTables.MaxPayload);
            var seen = data[..Math.Min(piece, data.Length)];
            DataRow(stream, position, piece, seen, time, datagram);
            data = data[seen.Length..];
            (position, size, datagram) = (position + piece, size - piece, false);
        }
        while (size > 0);
    }

    /// <summary>Bytes at the stream's position that are known to have been moved, and were not seen.</summary>
    public void Gap(ByteStream stream, long size, long time) => DataRow(stream, stream.Position, (int)Math.Min(size, int.MaxValue), default, time, datagram: false);

    public void Opened(Connection connection, long time) => EventRow(connection, ConnectionTables.Open, CloseReason.Unknown, time);

    public void Closed(Connection connection, CloseReason reason, long time) => EventRow(connection, ConnectionTables.Close, reason, time);

    /// <summary>Hands over all that is at hand, and behind it the figures so far.</summary>
    /// <param name="start">When the replay began, Unix nanoseconds.</param>
    /// <param name="now">Now, likewise.</param>
    public void Tell(long start, long now)
    {
        EmitAll();
        if (!TryBegin(_stats))
            return;
        StatsTable.Write(_stats, _counts, start, now);
        Emit(_stats);
    }

    /// <summary>Hands over what is at hand.</summary>
    public void EmitAll()
    {
        Emit(_events);
        Emit(_data);
        _payload = 0;
    }

    /// <summary>Has what was handed over passed on.</summary>
    public ValueTask FlushAsync()
    {
        HasEmitted = false;
        return _emitter.FlushAsync();
    }

    public void Dispose()
    {
        _data.Dispose();
        _events.Dispose();
        _stats.Dispose();
    }

    private void DataRow(ByteStream stream, long position, int size, ReadOnlySpan<byte> payload, long time, bool datagram)
    {
        if (_data.IsFull || _payload + payload.Length > BatchPayload)
            EmitAll();
        if (!TryBegin(_data))
            return;
        if (!TryStore(payload))
            payload = default;
        _payload += payload.Length;
        _data.Set(D.Time, time);
        _data.Set(D.Position, (ulong)position);
        _data.Set(D.Size, (uint)size);
        _data.Set(D.PayloadSize, (uint)payload.Length);
        _data.Set(D.Direction, stream.Direction);
        _data.Set(D.Function, ConnectionTables.CaptureFunction);
        _data.Set(D.Datagram, datagram ? (byte)1 : (byte)0);
        D.Connection.Set(_data, stream.Connection);
    }

    private void EventRow(Connection connection, byte what, CloseReason reason, long time)
    {
        if (_events.IsFull)
            EmitAll();
        if (!TryBegin(_events))
            return;
        _events.Set(E.Time, time);
        _events.Set(E.Event, what);
        _events.Set(E.Reason, (byte)reason);
        _events.Set(E.Sent, (ulong)connection.Egress.Position);
        _events.Set(E.Received, (ulong)connection.Ingress.Position);
        E.Connection.Set(_events, connection);
    }

    private bool TryBegin(BatchBuilder rows)
    {
        try
        {
            rows.AddRow();
            return true;
        }
        catch (ArenaExhaustedException)
        {
            Lose("memory");
            return false;
        }
    }

    private bool TryStore(ReadOnlySpan<byte> payload)
    {
        try
        {
            _data.Set(D.Payload, payload);
            return true;
        }
        catch (ArenaExhaustedException)
        {
            // The row says how long it would have been: to whoever reads it, a gap like any other.
            _counts.Emptied++;
            return false;
        }
    }

    private void Emit(BatchBuilder rows)
    {
        if (rows.Build(_emitter.Origin, _sequence) is not { } batch)
            return;
        _sequence += (ulong)batch.Rows;
        _emitter.Tally.Create(batch.Rows);
        _emitter.Emit(batch);
        HasEmitted = true;
    }
}
