using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>A stream: a request with its response, a row once both have ended. Used again for the next.</summary>
internal sealed class Http2Exchange(BodyText text) : IRow
{
    private Endpoints _endpoints;

    public HttpMessage Request { get; } = new();

    public HttpMessage Response { get; } = new();

    /// <summary>Fields behind the response's body, as <see cref="AttributeMap"/> has them.</summary>
    public ByteList Trailers { get; } = new();

    /// <summary>gRPC's code as it was sent; empty: it was not.</summary>
    public ByteList GrpcStatus { get; } = new();

    public MessageCounter RequestMessages;

    public MessageCounter ResponseMessages;

    public uint StreamId { get; private set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    /// <summary>Bytes of the bodies by what their senders said, where they did.</summary>
    public ulong? RequestLength { get; set; }

    /// <inheritdoc cref="RequestLength"/>
    public ulong? ResponseLength { get; set; }

    /// <summary>Whether an unknown number of bytes of the body was not seen.</summary>
    public bool HasRequestHole { get; set; }

    /// <inheritdoc cref="HasRequestHole"/>
    public bool HasResponseHole { get; set; }

    /// <summary>Whether the beginning of the response may have been among bytes that nobody saw.</summary>
    public bool IsDoubtful { get; set; }

    public bool IsConnect { get; set; }

    /// <summary>Whether messages are encoded as text, so that they cannot be counted.</summary>
    public bool IsGrpcText { get; set; }

    public bool IsAsked { get; set; }

    /// <summary>Whether fields of a response came.</summary>
    public bool HasAnswer { get; set; }

    /// <summary>Whether that is certainly no interim response.</summary>
    public bool HasFinalAnswer { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>Name of what ended the stream before the response did.</summary>
    public byte[] Error { get; set; } = [];

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => Request.Memory + Response.Memory + Trailers.Capacity;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    private bool IsRpc => Request.Kind == ContentKind.Grpc || Response.Kind == ContentKind.Grpc;

    public void Begin(in Endpoints endpoints, uint streamId, long time) => (_endpoints, StreamId, Time, EndTime) = (endpoints, streamId, time, time);

    public void Clear()
    {
        Request.Clear();
        Response.Clear();
        Trailers.Clear();
        GrpcStatus.Clear();
        (RequestMessages, ResponseMessages) = (default, default);
        (RequestLength, ResponseLength, HasRequestHole, HasResponseHole, IsDoubtful) = (null, null, false, false, false);
        (IsConnect, IsGrpcText, IsAsked, HasAnswer, HasFinalAnswer, IsAnswered) = (false, false, false, false, false, false);
        (Error, Charged) = ([], 0);
    }

    public void Write(BatchBuilder rows)
    {
        // Of a stream that ended without a response, too.
        Response.Major = 2;
        HttpTable.Set(rows, Request, Response, text);
        rows.Set(HttpTable.StreamId, StreamId);
        rows.Set(HttpTable.ResponseTrailers, Trailers.Bytes);
        rows.Set(HttpTable.Error, Error);
        if (IsRpc)
            WriteCall(rows);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(HttpTable.Latency, Math.Max(0, EndTime - Time));
    }

    private void WriteCall(BatchBuilder rows)
    {
        rows.Set(HttpTable.RpcSystem, "grpc"u8);
        rows.Set(HttpTable.RpcMethod, Request.Target.Bytes.TrimStart((byte)'/'));
        rows.Set(HttpTable.GrpcStatus, Http2.GrpcStatus.NameOf(GrpcStatus.Bytes));
        if (IsGrpcText)
            return;
        rows.Set(HttpTable.RequestMessages, RequestMessages.Count);
        rows.Set(HttpTable.ResponseMessages, ResponseMessages.Count);
    }
}
