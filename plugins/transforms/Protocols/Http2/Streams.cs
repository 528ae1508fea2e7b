using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Http;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>The streams of one connection, from their first frame to their row.</summary>
internal sealed class Streams(Http2Protocol http, IConnection connection, Direction[] directions)
{
    // Streams that may be open: whoever opens more is not read to the end.
    private const int Most = 4096;

    private readonly StreamList _open = new();
    private int _charged;
    private uint _firstRequest = uint.MaxValue;
    private uint _lastRequest;

    // Whether requests were lost, so that streams behind the last one may be open.
    private bool _isBehind;

    /// <summary>Whether a stream is one that the client is not known to have opened, though it would be.</summary>
    public bool IsAhead(uint id) => id > _lastRequest && !_isBehind;

    /// <summary>The first stream answers a request that came before, as one of HTTP/1.</summary>
    public void Upgrade(UpgradedRequest request)
    {
        var stream = Begin(1, request.Time);
        request.CopyTo(stream.Request);
        Open(1);
        EndRequest(stream);
    }

    /// <summary>Fields came from the client.</summary>
    public void Ask(uint id, bool isEnd, Moment moment)
    {
        if (_open.Find(id) is { } open)
        {
            // Trailers, which nobody has a column for.
            if (isEnd)
                EndRequest(open);
            return;
        }

        if (id <= _lastRequest)
            return;
        Open(id);
        if (!http.Block.IsRequest)
        {
            // The end of a request whose beginning was not seen.
            connection.Counters.UnpairedRequests++;
            return;
        }

        var stream = BeginRequest(id, moment.First);
        if (isEnd)
            EndRequest(stream);
    }

    /// <summary>The server tells of a request that it answers by itself.</summary>
    public void Promise(uint id, Moment moment)
    {
        if (id == 0 || (id & 1) != 0 || _open.Find(id) is not null)
            return;
        EndRequest(BeginRequest(id, moment.First));
    }

    /// <summary>Fields came from the server.</summary>
    public void Answer(uint id, bool isEnd, Moment moment)
    {
        var block = http.Block;
        if (_open.Find(id) is not { } stream)
        {
            if (block.Status >= 200 && (id < _firstRequest || id > _lastRequest))
                connection.Counters.UnpairedResponses++;
            return;
        }

        if (block.Status is >= 100 and < 200)
        {
            // An interim response: the one that counts follows.
            connection.Counters.Messages++;
            return;
        }

        if (stream.HasAnswer && (isEnd || stream.HasFinalAnswer))
        {
            if (!TryAddTrailers(stream))
                return;
        }
        else if (!TryBegin(stream, moment))
        {
            return;
        }

        if (isEnd)
            EndResponse(stream, moment.Last);
        else if (stream is { IsConnect: true, Response.Status: >= 200 and < 300 })
            Tunnel(stream, moment.Last);
        else
            Recharge(stream);
    }

    /// <summary>Whose data begin.</summary>
    public Http2Exchange? OfData(Side side, uint id)
    {
        if (side == Side.Request && (id & 1) != 0)
            Open(id);
        if (_open.Find(id) is not { } stream)
            return null;
        if (side == Side.Request)
            return stream.IsAsked ? null : stream;
        if (!stream.HasAnswer)
        {
            // What the response begins with was not seen.
            Drop(stream);
            return null;
        }

        stream.HasFinalAnswer = true;
        return stream.IsAnswered ? null : stream;
    }

    public void AddBody(Side side, Http2Exchange stream, ReadOnlySpan<byte> bytes, long time)
    {
        if (side == Side.Request)
        {
            stream.Request.AddBody(bytes, http.MaxBody);
            stream.RequestMessages.Read(bytes);
        }
        else
        {
            stream.Response.AddBody(bytes, http.MaxBody);
            stream.ResponseMessages.Read(bytes);
            stream.EndTime = time;
        }

        Recharge(stream);
    }

    public static void SkipBody(Side side, Http2Exchange stream, ulong bytes)
    {
        (side == Side.Request ? stream.Request : stream.Response).SkipBody(bytes);
        if (side == Side.Request)
            stream.RequestMessages.Skip(bytes);
        else
            stream.ResponseMessages.Skip(bytes);
    }

    /// <summary>A side has said all of its half.</summary>
    public void End(Side side, Http2Exchange stream, long time)
    {
        if (side == Side.Request)
            EndRequest(stream);
        else
            EndResponse(stream, time);
    }

    /// <summary>Either side gave a stream up.</summary>
    public void Reset(uint id, uint code, long time)
    {
        if (_open.Find(id) is { } stream)
            Break(stream, code, time);
    }

    /// <summary>The server will not answer streams behind one.</summary>
    public void GoAway(uint last, uint code, long time)
    {
        for (var i = _open.Count - 1; i >= 0 && _open[i].StreamId > (last & int.MaxValue); i--)
            if ((_open[i].StreamId & 1) != 0)
                Break(_open[i], code == 0 ? ErrorCodes.RefusedStream : code, time);
    }

    /// <summary>Fields of a stream were not read.</summary>
    public void Refuse(Side side, uint id)
    {
        if (side == Side.Request && (id & 1) != 0)
            Open(id);
        if (_open.Find(id) is { } stream)
            Drop(stream);
        else
            connection.Counters.UnpairedRequests++;
    }

    /// <summary>Bytes were missed, and it is not known what they were. What goes on is only of use where the sender said how long it is.</summary>
    public void Lose(Side side)
    {
        _isBehind |= side == Side.Request;
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var stream = _open[i];
            if (side == Side.Request ? stream.IsAsked : stream.IsAnswered)
                continue;
            if (side == Side.Request && stream.RequestLength is not null)
            {
                stream.HasRequestHole = true;
                stream.Request.SkipBody(0);
                stream.RequestMessages.Lose();
            }
            else if (side == Side.Response && !stream.HasAnswer)
            {
                stream.IsDoubtful = true;
            }
            else if (side == Side.Response && stream.ResponseLength is not null)
            {
                stream.HasResponseHole = true;
                stream.Response.SkipBody(0);
                stream.ResponseMessages.Lose();
            }
            else
            {
                Drop(stream);
            }
        }
    }

    /// <summary>Responses that are whole are rows, though the rest of their requests was of no interest to anybody.</summary>
    public void Close()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            Evict(_open[i]);
    }

    public void Abandon()
    {
        while (_open.Count > 0)
            Drop(_open[_open.Count - 1]);
        connection.Charge(-_charged);
        _charged = 0;
    }

    /// <summary>The client has opened a stream, and no further one.</summary>
    private void Open(uint id) => (_lastRequest, _isBehind) = (Math.Max(_lastRequest, id), false);

    private Http2Exchange Begin(uint id, long time)
    {
        if (_open.Count == Most)
            Evict(_open[0]);
        var stream = http.Rent();
        stream.Begin(connection.Endpoints, id, time);
        _open.Add(stream);
        _firstRequest = Math.Min(_firstRequest, id);
        if (_open.Memory != _charged)
            connection.Charge(_open.Memory - _charged);
        _charged = _open.Memory;
        return stream;
    }

    private Http2Exchange BeginRequest(uint id, long time)
    {
        var (stream, block) = (Begin(id, time), http.Block);
        block.CopyTo(stream.Request);
        stream.RequestLength = block.Length;
        stream.IsConnect = block.Method.Bytes.SequenceEqual("CONNECT"u8);
        stream.IsGrpcText = block.IsGrpcText;
        Recharge(stream);
        return stream;
    }

    /// <summary>What a response begins with. Without a status it may be what one ends with, where that cannot be told.</summary>
    private bool TryBegin(Http2Exchange stream, Moment moment)
    {
        var block = http.Block;
        if (block.Status == 0 && (stream.IsDoubtful || !block.MayHaveStatus))
        {
            Drop(stream);
            return false;
        }

        block.CopyTo(stream.Response);
        stream.ResponseLength = block.Length;
        stream.IsGrpcText |= block.IsGrpcText;
        (stream.HasAnswer, stream.HasFinalAnswer, stream.IsDoubtful, stream.EndTime) = (true, block.Status != 0, false, moment.Last);
        AddStatus(stream);
        return true;
    }

    private bool TryAddTrailers(Http2Exchange stream)
    {
        if (!stream.HasFinalAnswer && http.Block.MayHaveStatus)
        {
            // Either these are trailers, or what came before was an interim response: no status is known of either.
            Drop(stream);
            return false;
        }

        stream.Trailers.Clear();
        stream.Trailers.Add(http.Block.Fields);
        AddStatus(stream);
        return true;
    }

    private void AddStatus(Http2Exchange stream)
    {
        if (http.Block.GrpcStatus.Length == 0)
            return;
        stream.GrpcStatus.Clear();
        stream.GrpcStatus.Add(http.Block.GrpcStatus.Bytes);
    }

    private void EndRequest(Http2Exchange stream)
    {
        if (stream.IsAsked)
            return;
        connection.Counters.Messages++;
        stream.IsAsked = true;
        if (stream is { HasRequestHole: true, RequestLength: { } length })
            stream.Request.BodySize = length;
        stream.HasRequestHole = false;
        if (stream.IsAnswered)
            Emit(stream);
    }

    private void EndResponse(Http2Exchange stream, long time)
    {
        if (stream.IsAnswered)
            return;
        connection.Counters.Messages++;
        (stream.IsAnswered, stream.EndTime) = (true, time);
        if (stream is { HasResponseHole: true, ResponseLength: { } length })
            stream.Response.BodySize = length;
        stream.HasResponseHole = false;
        if (stream.IsAsked)
            Emit(stream);
    }

    /// <summary>What follows on the stream is another protocol's.</summary>
    private void Tunnel(Http2Exchange stream, long time)
    {
        connection.Counters.Messages += 2;
        stream.EndTime = time;
        Emit(stream);
    }

    private void Break(Http2Exchange stream, uint code, long time)
    {
        // How much was sent, or whether there was a response, is not known: nothing is told of it.
        if (stream.HasRequestHole || stream.HasResponseHole || stream.IsDoubtful)
        {
            Drop(stream);
            return;
        }

        if (!stream.IsAnswered)
            (stream.Error, stream.EndTime) = (ErrorCodes.NameOf(code), time);
        Emit(stream);
    }

    private void Emit(Http2Exchange stream)
    {
        connection.Rows.Add(connection, stream);
        Remove(stream);
    }

    private void Evict(Http2Exchange stream)
    {
        if (stream is { IsAnswered: true, HasRequestHole: false })
            Emit(stream);
        else
            Drop(stream);
    }

    private void Drop(Http2Exchange stream)
    {
        connection.Counters.UnpairedRequests++;
        Remove(stream);
    }

    private void Remove(Http2Exchange stream)
    {
        foreach (var direction in directions)
            if (ReferenceEquals(direction.Stream, stream))
                direction.Stream = null;
        _open.Remove(stream);
        connection.Charge(-stream.Charged);
        http.Return(stream);
    }

    private void Recharge(Http2Exchange stream)
    {
        if (stream.Memory == stream.Charged)
            return;
        connection.Charge(stream.Memory - stream.Charged);
        stream.Charged = stream.Memory;
    }
}
