namespace Pipeline.Protocols;

/// <summary>The connections of one worker, under one bound of memory: the one used longest ago goes first.</summary>
internal sealed class ConnectionTable(Inference inference, Counters unknown, long memory, long timeout)
{
    /// <summary>How long the last bytes of a closed connection may be on their way, in nanoseconds.</summary>
    private const long Linger = 5_000_000_000;

    /// <summary>Ends remembered of connections that nobody has seen bytes of: ends come in batches of their own, perhaps before all bytes.</summary>
    private const int MostEarly = 4096;

    private readonly Dictionary<ConnectionKey, Connection> _connections = [];
    private readonly LinkedList<Connection> _byUse = new();
    private readonly Queue<(ConnectionKey Key, long Time)> _ending = new();
    private readonly Queue<(Connection Connection, long Time)> _holding = new();
    private readonly Dictionary<ConnectionKey, Ending> _early = [];
    private readonly Queue<ConnectionKey> _earlyOrder = new();
    private readonly JoinedConnections _joined = new();
    private Connection? _spare;
    private long _memory;

    /// <summary>Takes a piece, from whichever connection it is.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="batch">Where it stands, with its ends.</param>
    /// <param name="row">In which row.</param>
    /// <param name="columns">In which columns.</param>
    /// <param name="now">By the <see cref="StreamClock"/>.</param>
    public void Take(in Piece piece, RecordBatch batch, int row, EndpointColumns columns, long now)
    {
        var key = piece.IsDatagram || piece.IsContinuation ? columns.Peer(batch, row) : new ConnectionKey(piece.ConnectionId, piece.IsEncrypted, default, 0);
        var isNew = !_connections.TryGetValue(key, out var connection);
        connection ??= Make(key);
        if (isNew || connection.Endpoints.Pid != columns.Pid(batch, row))
            connection.Tell(columns.Read(batch, row));
        var before = isNew ? 0 : connection.Memory;
        if (isNew)
            connection.Joined = _joined.Find(key);
        connection.LastUse = now;
        connection.Take(piece);
        if (isNew && _early.Count > 0 && !connection.IsForgettable && _early.Remove(key, out var ending))
        {
            connection.End(ending);
            _ending.Enqueue((key, now));
        }

        if (connection.IsForgettable || connection.HasEnded)
        {
            if (!connection.HasEnded)
                _joined.Keep(key, connection.Joined);
            connection.Finish(now);
            if (!isNew)
                Remove(connection, before);
            else if (connection.Ending is null)
                _spare = connection;
            return;
        }

        Use(connection, isNew);
        if (connection is { IsHolding: true, IsListed: false })
            List(connection, now);
        _memory += connection.Memory - before;
        while (_memory > memory && _byUse.First is { } oldest)
            Evict(oldest.Value);
    }

    /// <summary>A connection was closed. Its last bytes may have come already, or come yet.</summary>
    /// <param name="ending">Which, and where.</param>
    /// <param name="now">By the <see cref="StreamClock"/>.</param>
    public void End(Ending ending, long now)
    {
        var key = new ConnectionKey(ending.ConnectionId, ending.IsEncrypted, default, 0);
        if (!_connections.TryGetValue(key, out var connection))
        {
            Remember(key, ending);
            return;
        }

        connection.End(ending);
        if (connection.HasEnded)
            Finish(connection, now);
        else
            _ending.Enqueue((key, now));
    }

    /// <summary>Ends what was closed and gets no more bytes, and forgets what was idle for too long.</summary>
    /// <param name="now">By the <see cref="StreamClock"/>.</param>
    public void Expire(long now)
    {
        while (_ending.TryPeek(out var end) && end.Time < now - Linger)
        {
            _ending.Dequeue();
            if (_connections.TryGetValue(end.Key, out var connection) && connection.Ending is not null)
                Finish(connection, now);
        }

        while (_holding.TryPeek(out var next) && next.Time <= now - EarlyResponse.Bound)
            Release(_holding.Dequeue().Connection, now);
        while (_byUse.First is { } oldest && oldest.Value.LastUse < now - timeout)
        {
            oldest.Value.Counters.Expired++;
            Finish(oldest.Value, now);
        }
    }

    /// <summary>Nothing will come any more: ends what was closed, and tells of what still waits.</summary>
    /// <param name="now">By the <see cref="StreamClock"/>.</param>
    public void Finish(long now)
    {
        while (_byUse.First is { } oldest)
            Finish(oldest.Value, now);
        _ending.Clear();
        _holding.Clear();
    }

    /// <summary>Gives back what connections hold.</summary>
    public void Clear()
    {
        foreach (var connection in _connections.Values)
            connection.Drop();
        _connections.Clear();
        _byUse.Clear();
        _holding.Clear();
        _memory = 0;
    }

    /// <summary>Most bytes that resemble nothing come from connections that resemble nothing: one object does for all of them.</summary>
    private Connection Make(ConnectionKey key)
    {
        var made = _spare ?? new Connection(inference, unknown);
        _spare = null;
        made.Key = key;
        return made;
    }

    private void Remember(ConnectionKey key, Ending ending)
    {
        if (_earlyOrder.Count == MostEarly)
            _early.Remove(_earlyOrder.Dequeue());
        if (_early.TryAdd(key, ending))
            _earlyOrder.Enqueue(key);
    }

    private void Use(Connection connection, bool isNew)
    {
        if (isNew)
        {
            _connections.Add(connection.Key, connection);
            connection.Node = _byUse.AddLast(connection);
        }
        else if (_byUse.Last != connection.Node)
        {
            _byUse.Remove(connection.Node!);
            _byUse.AddLast(connection.Node!);
        }
    }

    private void List(Connection connection, long now)
    {
        connection.IsListed = true;
        _holding.Enqueue((connection, now));
    }

    private void Release(Connection connection, long now)
    {
        connection.IsListed = false;
        if (!connection.IsHolding)
            return;
        // It has held something else since.
        if (connection.HoldsSince > now - EarlyResponse.Bound)
        {
            List(connection, now);
            return;
        }

        var before = connection.Memory;
        connection.Release();
        _memory += connection.Memory - before;
    }

    private void Evict(Connection connection)
    {
        connection.Counters.Evicted++;
        connection.Counters.EvictedBytes += connection.Buffered;
        Finish(connection, connection.LastUse);
    }

    private void Finish(Connection connection, long now)
    {
        var memory = connection.Memory;
        connection.Finish(now);
        Remove(connection, memory);
    }

    private void Remove(Connection connection, long memory)
    {
        _connections.Remove(connection.Key);
        _byUse.Remove(connection.Node!);
        _memory -= memory;
    }
}
