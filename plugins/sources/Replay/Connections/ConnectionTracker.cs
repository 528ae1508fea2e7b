namespace Pipeline.Sources.Replay.Connections;

/// <summary>Knows the connections of a capture: who opened them, how they go on and how they end. One thread at a time.</summary>
internal sealed class ConnectionTracker(ConnectionRows rows, StreamAssembler assembler, ReplayCounts counts, int maxConnections = 65_536)
{
    // A closed connection's name may be used again after that (TIME_WAIT); before, what comes under it is left over.
    private const long Linger = 60_000_000_000;
    private const long Leftover = 1 << 20;

    private readonly Dictionary<FlowKey, Connection> _connections = [];
    private readonly LinkedList<Connection> _leastRecent = [];

    /// <summary>Connections that are remembered.</summary>
    public int Count => _connections.Count;

    /// <summary>Takes a segment or datagram.</summary>
    public void Take(in Segment segment)
    {
        while (assembler.Settle(segment.Time) is { } settled)
            EndIfComplete(settled.Connection, segment.Time);
        var key = FlowKey.Of(segment);
        var connection = _connections.GetValueOrDefault(key);
        if (connection is not null && StartsAnew(connection, segment))
        {
            Forget(connection, segment.Time);
            connection = null;
        }

        if (connection is null)
        {
            // What carries nothing and opens nothing is no connection, such as the end of one that began before the capture.
            if (segment.Has(TcpFlags.Reset) || (segment.Transport == ConnectionTables.Tcp && segment.Size == 0 && !segment.Has(TcpFlags.Syn)))
                return;
            connection = Add(key, segment);
        }

        _leastRecent.Remove(connection.Node);
        _leastRecent.AddLast(connection.Node);
        if (segment.Transport == ConnectionTables.Tcp)
            TakeTcp(connection, segment);
        else
            TakeDatagram(connection.StreamOf(segment), segment);
        while (_connections.Count > maxConnections)
        {
            counts.Evicted++;
            Forget(_leastRecent.First!.Value, segment.Time);
        }
    }

    /// <summary>Ends what is known of the connection that was quiet the longest; false when there are none left.</summary>
    public bool FinishOne(long time)
    {
        if (_leastRecent.First is not { } node)
            return false;
        Remove(node.Value);
        assembler.Finish(node.Value);
        EndIfComplete(node.Value, time);
        return true;
    }

    private static bool StartsAnew(Connection connection, in Segment segment)
    {
        if (segment.Transport != ConnectionTables.Tcp)
            return false;
        var stream = connection.StreamOf(segment);
        if (segment.Has(TcpFlags.Syn))
            return stream.StartedOtherThan(segment.Sequence + 1) ? !IsAnsweredAgain(connection, stream, segment) : IsTriedAgain(connection, segment);
        return connection.ClosedAt is { } closed && segment.Size > 0
            && (segment.Time - closed > Linger || (stream.Started && Math.Abs(stream.PositionOf(segment.Sequence) - stream.Position) > Leftover));
    }

    /// <summary>Whether who answered an opening does so once more, with another number, because the first answer was forgotten.</summary>
    private static bool IsAnsweredAgain(Connection connection, ByteStream stream, in Segment segment) =>
        connection.ClosedAt is null && segment.Has(TcpFlags.Ack) && connection.OtherThan(stream) is { Started: true } opener && !opener.StartedOtherThan(segment.Acknowledged);

    /// <summary>Whether somebody who was refused asks again, which some do with the same number.</summary>
    private static bool IsTriedAgain(Connection connection, in Segment segment) => connection is { ClosedAt: not null, IsOpen: false } && !segment.Has(TcpFlags.Ack);

    private static bool IsFromClient(in Segment segment)
    {
        if (segment.Has(TcpFlags.Syn))
            return !segment.Has(TcpFlags.Ack);
        // The beginning was not seen, or there is none: servers have the lower ports. Datagrams of two high ports are told by who spoke first.
        var isClear = segment.Transport == ConnectionTables.Tcp || segment.SourcePort < 1_024 != segment.DestinationPort < 1_024;
        return !isClear || segment.SourcePort >= segment.DestinationPort;
    }

    private Connection Add(in FlowKey key, in Segment segment)
    {
        var connection = new Connection((ulong)++counts.Connections, key, segment, IsFromClient(segment));
        _connections.Add(key, connection);
        _leastRecent.AddLast(connection.Node);
        return connection;
    }

    private void TakeDatagram(ByteStream stream, in Segment segment)
    {
        rows.Data(stream, segment.Data, segment.Size, segment.Time, datagram: true);
        stream.Advance(segment.Size);
    }

    private void TakeTcp(Connection connection, in Segment segment)
    {
        var stream = connection.StreamOf(segment);
        if (connection.ClosedAt is not null)
        {
            if (segment.Size > 0 && (!stream.Started || stream.PositionOf(segment.DataSequence) + segment.Size > stream.Position))
                rows.Lose("after_close");
            return;
        }

        if (segment.Has(TcpFlags.Ack))
            connection.OtherThan(stream).Choose(segment.Acknowledged);
        if (stream.Started && segment.Has(TcpFlags.Syn))
            stream.StartAlso(segment.DataSequence);
        if (!stream.Started && segment.Has(TcpFlags.Syn))
            stream.Start(segment.DataSequence, isBeginning: true);
        else if (!stream.Started && (segment.Size > 0 || segment.Has(TcpFlags.Fin)))
            stream.Join(segment.DataSequence);
        if (segment.Has(TcpFlags.Ack) && !segment.Has(TcpFlags.Syn | TcpFlags.Reset))
            connection.OtherThan(stream).Receive(segment.Acknowledged);
        // Its answer names the beginning of a stream whose own was not seen.
        if (segment.Has(TcpFlags.Syn) && segment.Has(TcpFlags.Ack) && !connection.OtherThan(stream).Started)
            connection.OtherThan(stream).Start(segment.Acknowledged, isBeginning: true);
        if (!connection.IsOpen && (segment.Size > 0 || (segment.Has(TcpFlags.Syn) && segment.Has(TcpFlags.Ack))))
        {
            connection.IsOpen = true;
            rows.Opened(connection, segment.Time);
        }

        if (segment.Size > 0)
            assembler.Take(stream, segment);
        NoteEnd(stream, segment);
        // The end is acknowledged too: it may be what the other direction waits for.
        assembler.Drain(connection);
        NoteAcknowledged(connection.OtherThan(stream), segment);
        if (segment.Has(TcpFlags.Reset))
            Close(connection, CloseReason.Reset, segment.Time);
        EndIfComplete(connection, segment.Time);
        assembler.Watch(connection.Egress, segment.Time);
        assembler.Watch(connection.Ingress, segment.Time);
    }

    private static void NoteEnd(ByteStream stream, in Segment segment)
    {
        if (!segment.Has(TcpFlags.Fin) || stream.End is not null)
            return;
        var end = stream.PositionOf(segment.DataSequence) + segment.Size;
        // A lie, or a stream that goes on behind its end: what was passed on stays.
        if (end >= stream.Position && end - stream.Position <= StreamAssembler.Window && (stream.Early.IsEmpty || end >= stream.Early.End))
            stream.End = end;
    }

    private static void NoteAcknowledged(ByteStream stream, in Segment segment)
    {
        if (!segment.Has(TcpFlags.Ack) || segment.Has(TcpFlags.Reset) || !stream.Started)
            return;
        var position = stream.PositionOf(segment.Acknowledged);
        if (position - stream.Position <= StreamAssembler.Window)
            stream.Acknowledged = Math.Max(stream.Acknowledged, position);
    }

    private void EndIfComplete(Connection connection, long time)
    {
        if (connection.ClosedAt is null && connection.Egress.IsComplete && connection.Ingress.IsComplete)
            Close(connection, CloseReason.Fin, time);
    }

    private void Close(Connection connection, CloseReason reason, long time)
    {
        assembler.Finish(connection);
        connection.ClosedAt = time;
        if (connection.IsOpen)
            rows.Closed(connection, reason, time);
    }

    private void Forget(Connection connection, long time)
    {
        Remove(connection);
        if (connection.ClosedAt is null && connection.Key.Transport == ConnectionTables.Tcp)
            Close(connection, CloseReason.Unknown, time);
    }

    private void Remove(Connection connection)
    {
        _connections.Remove(connection.Key);
        _leastRecent.Remove(connection.Node);
    }
}
