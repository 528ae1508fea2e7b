using System.Buffers.Text;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Pairing;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>A request with its answer, or the answers of a cursor that goes on by itself: a row. Used again for the next.</summary>
internal sealed class MongoExchange(BodyWriter bodies) : IRow, INumbered
{
    private const int BaseBytes = 240;

    private Endpoints _endpoints;

    public MongoMessage Request { get; private set; } = null!;

    /// <summary>The first answer, with what later ones add; null: none was due.</summary>
    public MongoMessage? Response { get; set; }

    /// <summary>Bytes of all answers, as sent.</summary>
    public ulong ResponseSize { get; set; }

    public int Number => Request.Header.Id;

    public int Losses { get; set; }

    public int Memory => BaseBytes + Request.Memory;

    public long Time { get; private set; }

    /// <summary>When the last byte of the last answer was moved.</summary>
    public long EndTime { get; set; }

    public ref readonly Endpoints Endpoints => ref _endpoints;

    /// <summary>Whether drivers asked by themselves.</summary>
    public bool IsHandshake { get; set; }

    public void Begin(in Endpoints endpoints, long time, MongoMessage request) =>
        (_endpoints, Time, EndTime, Request, Response, ResponseSize, IsHandshake) = (endpoints, time, time, request, null, 0, false);

    /// <summary>One more answer of the same cursor.</summary>
    public void Add(MongoMessage next)
    {
        var first = Response!;
        (first.CursorId, first.IsOk, first.Code) = (next.CursorId, next.IsOk ?? first.IsOk, next.Code ?? first.Code);
        if (next.CodeName.Length > 0)
            MongoMessage.Set(first.CodeName, next.CodeName.Bytes);
        if (next.Count is { } more)
            first.Count = (first.Count ?? 0) + more;
    }

    public void Write(BatchBuilder rows)
    {
        var request = Request;
        rows.Set(MongoTable.Command, request.Command.Bytes);
        rows.Set(MongoTable.RequestBody, bodies.Of(request, request.Command.Bytes));
        rows.Set(MongoTable.Database, request.Database.Bytes);
        rows.Set(MongoTable.Collection, request.Collection.Bytes);
        rows.Set(MongoTable.CursorId, request.CursorId);
        rows.Set(MongoTable.Compression, (byte)request.Compressor);
        rows.Set(MongoTable.RequestSize, (ulong)request.Header.Length);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(MongoTable.Latency, Math.Max(0, EndTime - Time));
        if (Response is not { } response)
            return;
        rows.Set(MongoTable.Status, response.IsOk switch { true => "ok"u8, false => "error"u8, _ => default });
        rows.Set(MongoTable.ResponseBody, bodies.Of(response, request.Command.Bytes));
        if (response.Compressor != Compressor.None)
            rows.Set(MongoTable.Compression, (byte)response.Compressor);
        if (response.CursorId != 0)
            rows.Set(MongoTable.CursorId, response.CursorId);
        if (response.Count is > 0 and var count)
            rows.Set(MongoTable.Documents, (ulong)count);
        rows.Set(MongoTable.ErrorName, response.CodeName.Bytes);
        rows.Set(MongoTable.ResponseSize, ResponseSize);
        Span<byte> code = stackalloc byte[20];
        if (response.Code is { } number && Utf8Formatter.TryFormat(number, code, out var length))
            rows.Set(MongoTable.ErrorCode, code[..length]);
        else if (response.IsOk == false)
            rows.Set(MongoTable.ErrorCode, "unknown"u8);
    }
}
