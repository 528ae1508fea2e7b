namespace Pipeline.Sources.Replay.Connections;

/// <summary>
/// Puts the segments of TCP streams in order and passes their bytes on. Bytes that come twice count as they came first. No bytes are passed on before those of the other
/// direction that their sender had received, so that an answer never stands before its question. Bytes that are missing are waited for until the other side has
/// acknowledged them for 100 ms, the stream ends, or memory for what came behind them runs out; then they are passed over. One thread at a time.
/// </summary>
internal sealed class StreamAssembler(ConnectionRows rows, ReplayCounts counts, long maxMemory = 32 << 20, long maxStreamMemory = 4 << 20)
{
    /// <summary>The largest receive window there can be: what lies further off belongs to no stream at hand.</summary>
    public const long Window = 1 << 30;

    private const long Patience = 100_000_000;

    // A file may say that everything happened at once.
    private const int MaxWatched = 131_072;

    private readonly LinkedList<ByteStream> _holes = [];
    private readonly Queue<(long Due, ByteStream Stream, long Position)> _watched = [];
    private long _memory;

    /// <summary>Bytes of memory in early pieces.</summary>
    public long Memory => _memory;

    /// <summary>Passes over what was acknowledged long enough ago; answers the streams where that happened, one a call, then null.</summary>
    public ByteStream? Settle(long time)
    {
        while (_watched.TryPeek(out var next) && (next.Due <= time || _watched.Count > MaxWatched))
        {
            var stream = _watched.Dequeue().Stream;
            stream.IsWatched = false;
            if (stream.Connection.ClosedAt is not null || !stream.HoleIsFinal)
                continue;
            if (stream.Position != next.Position)
            {
                // That one was filled: this one has its own time to wait.
                Watch(stream, time);
                continue;
            }

            PassHole(stream);
            Watch(stream, time);
            return stream;
        }

        return null;
    }

    /// <summary>Takes a segment with payload of a stream that has started.</summary>
    public void Take(ByteStream stream, in Segment segment)
    {
        var data = segment.Data;
        var (size, position) = (segment.Size, stream.PositionOf(segment.DataSequence));
        if (Math.Abs(position - stream.Position) > Window)
        {
            rows.Lose("out_of_window");
            return;
        }

        if (stream.End is { } end && position + size > end)
        {
            rows.Lose("after_end");
            size = (int)Math.Max(0, end - position);
            data = data[..Math.Min(size, data.Length)];
        }

        if (position + size <= stream.Position)
        {
            NoteLate(stream, position, size);
            return;
        }

        var sent = new Sending(segment.Time, ReceivedBefore(stream, segment));
        if (position > stream.Position || stream.IsBlocked || !stream.Connection.OtherThan(stream).Reached(sent.After))
        {
            Keep(stream, position, data, size, sent);
            return;
        }

        Pass(stream, new Bytes(position, size, data), segment.Time);
        Drain(stream.Connection);
    }

    /// <summary>Has somebody look after a hole that the other side does not have.</summary>
    public void Watch(ByteStream stream, long time)
    {
        if (stream.IsWatched || !stream.HoleIsFinal)
            return;
        stream.IsWatched = true;
        _watched.Enqueue((time + Patience, stream, stream.Position));
    }

    /// <summary>Passes on all that is there, and over all that is not.</summary>
    public void Finish(Connection connection)
    {
        Drain(connection);
        while (connection.Egress.BehindHole is not null || connection.Ingress.BehindHole is not null)
            PassHole(connection.Egress.BehindHole is not null ? connection.Egress : connection.Ingress);
        TellUnseen(connection.Egress);
        TellUnseen(connection.Ingress);
    }

    /// <summary>Passes on what came early and is now at the front.</summary>
    public void Drain(Connection connection)
    {
        var (one, other) = (connection.Egress, connection.Ingress);
        // What one direction passes on may be what the other waits for.
        while (TryDrain(one) | TryDrain(other) || TryFree(one, other))
            continue;
    }

    // The other side has what no packet of the capture had, and nothing came behind it that would show that.
    private void TellUnseen(ByteStream stream)
    {
        // An end is acknowledged like a byte.
        var bytes = stream.Acknowledged - stream.Position - 1;
        if (!stream.Started || stream.End is not null || bytes <= 0)
            return;
        counts.Gaps++;
        counts.GapBytes += bytes + 1;
        rows.Gap(stream, bytes + 1, stream.LastTime);
        stream.Advance(bytes + 1);
    }

    // How much of the other direction whoever sent the segment had received.
    private static long ReceivedBefore(ByteStream stream, in Segment segment)
    {
        var other = stream.Connection.OtherThan(stream);
        if (!segment.Has(TcpFlags.Ack) || !other.Started)
            return 0;
        var position = other.PositionOf(segment.Acknowledged);
        return position - other.Position <= Window ? position : 0;
    }

    private void Keep(ByteStream stream, long position, ReadOnlySpan<byte> data, int size, Sending sent)
    {
        _memory -= stream.Early.Memory;
        stream.Early.Add(position, data, size, sent);
        _memory += stream.Early.Memory;
        stream.Hole ??= _holes.AddLast(stream);
        Drain(stream.Connection);
        while (stream.Early.Memory > maxStreamMemory)
            Force(stream);
        while (_memory > maxMemory && _holes.First is { } oldest)
            Force(oldest.Value);
    }

    private void Force(ByteStream stream)
    {
        counts.Forced++;
        PassHole(stream.BehindHole is not null ? stream : stream.Connection.OtherThan(stream));
    }

    private void PassHole(ByteStream stream)
    {
        counts.Gaps++;
        counts.GapBytes += stream.PassHole();
        Drain(stream.Connection);
    }

    private bool TryDrain(ByteStream stream)
    {
        var passed = false;
        while (!stream.Early.IsEmpty && stream.Early.Start <= stream.Position && !stream.IsBlocked)
        {
            PassFirst(stream);
            passed = true;
        }

        return passed;
    }

    /// <summary>Where each waits for the other, what they acknowledge contradicts itself.</summary>
    private bool TryFree(ByteStream one, ByteStream other)
    {
        if (!one.IsBlocked || !other.IsBlocked)
            return false;
        PassFirst(one);
        return true;
    }

    private void PassFirst(ByteStream stream)
    {
        _memory -= stream.Early.Memory;
        if (stream.Early.TryTake(out var piece) && piece.End > stream.Position)
            Pass(stream, new Bytes(piece.Position, piece.Size, piece.Data.Span), piece.Sent.Time);
        _memory += stream.Early.Memory;
        if (stream.Early.IsEmpty && stream.Hole is { } hole)
        {
            _holes.Remove(hole);
            stream.Hole = null;
        }
    }

    private void Pass(ByteStream stream, in Bytes bytes, long time)
    {
        var known = (int)(stream.Position - bytes.Position);
        stream.LastTime = Math.Max(stream.LastTime, time);
        rows.Data(stream, bytes.Data[Math.Min(known, bytes.Data.Length)..], bytes.Size - known, stream.LastTime, datagram: false);
        stream.Advance(bytes.Size - known);
    }

    // What was sent again is no loss, and neither is a keep-alive; what fills a gap that was told already is.
    private void NoteLate(ByteStream stream, long position, int size)
    {
        var isKeepAlive = size <= 1 && position + size == stream.Position;
        var fillsGap = position < stream.LastGap.End && position + size > stream.LastGap.Start;
        if (size > 0 && !isKeepAlive && (position < stream.Origin || fillsGap))
            rows.Lose("late");
    }

    private readonly ref struct Bytes(long position, int size, ReadOnlySpan<byte> data)
    {
        public long Position { get; } = position;

        public int Size { get; } = size;

        public ReadOnlySpan<byte> Data { get; } = data;
    }
}
