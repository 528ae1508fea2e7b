namespace Pipeline.Sources.Replay.Connections;

/// <summary>
/// Puts the segments of TCP streams in order and passes their bytes on. Bytes that come twice count as they came first. Bytes that are missing are waited for until
/// the other side has acknowledged them for 100 ms, the stream ends, or memory for what came behind them runs out; then they are passed over. One thread at a time.
/// </summary>
internal sealed class StreamAssembler(ConnectionRows rows, ReplayCounts counts, long maxMemory = 32 << 20, long maxStreamMemory = 4 << 20)
{
    /// <summary>The largest receive window there can be: what lies further off belongs to no stream at hand.</summary>
    public const long Window = 1 << 30;

    private const long Patience = 100_000_000;

    // A file may say that everything happened at once.
    private const int MaxWatched = 131_072;

    private readonly LinkedList<ByteStream> _holes = [];
    private readonly Queue<(long Due, ByteStream Stream)> _watched = [];
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
            while (stream.HoleIsFinal)
                PassHole(stream, time);
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

        if (position > stream.Position)
        {
            Keep(stream, position, data, size, segment.Time);
            return;
        }

        Pass(stream, new Bytes(position, size, data), segment.Time);
        Drain(stream, segment.Time);
    }

    /// <summary>Has somebody look after a hole that the other side does not have.</summary>
    public void Watch(ByteStream stream, long time)
    {
        if (stream.IsWatched || !stream.HoleIsFinal)
            return;
        stream.IsWatched = true;
        _watched.Enqueue((time + Patience, stream));
    }

    /// <summary>Passes on all that is there, and over all that is not.</summary>
    public void Finish(ByteStream stream, long time)
    {
        while (stream.BehindHole is not null)
            PassHole(stream, time);
    }

    private void Keep(ByteStream stream, long position, ReadOnlySpan<byte> data, int size, long time)
    {
        _memory -= stream.Early.Memory;
        stream.Early.Add(position, data, size);
        _memory += stream.Early.Memory;
        stream.Hole ??= _holes.AddLast(stream);
        while (stream.Early.Memory > maxStreamMemory)
            Force(stream, time);
        while (_memory > maxMemory && _holes.First is { } oldest)
            Force(oldest.Value, time);
    }

    private void Force(ByteStream stream, long time)
    {
        counts.Forced++;
        PassHole(stream, time);
    }

    private void PassHole(ByteStream stream, long time)
    {
        counts.Gaps++;
        counts.GapBytes += stream.PassHole();
        Drain(stream, time);
    }

    // What came early and is now at the front.
    private void Drain(ByteStream stream, long time)
    {
        _memory -= stream.Early.Memory;
        while (!stream.Early.IsEmpty && stream.Early.Start <= stream.Position && stream.Early.TryTake(out var piece))
            if (piece.End > stream.Position)
                Pass(stream, new Bytes(piece.Position, piece.Size, piece.Data.Span), time);
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
        rows.Data(stream, bytes.Data[Math.Min(known, bytes.Data.Length)..], bytes.Size - known, time, datagram: false);
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
