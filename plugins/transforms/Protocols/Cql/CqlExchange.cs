using System.Buffers.Text;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Pairing;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>A request with its answer, or an event: a row. Used again for the next.</summary>
internal sealed class CqlExchange(CqlText text) : IRow, INumbered
{
    private const int BaseBytes = 240;

    private Endpoints _endpoints;

    /// <summary>Null: an event, for which nobody asked.</summary>
    public CqlEnvelope? Request { get; private set; }

    public CqlEnvelope? Response { get; set; }

    /// <summary>The keyspace that was in use when it was asked.</summary>
    public ByteList Keyspace { get; } = new();

    /// <summary>What an execution is of; null: nobody saw it being prepared.</summary>
    public PreparedStatement? Prepared { get; set; }

    public int Number => Request?.Header.Stream ?? -1;

    public int Losses { get; set; }

    public int Memory => BaseBytes + Keyspace.Capacity + (Request?.Memory ?? 0);

    public long Time { get; private set; }

    public long EndTime { get; set; }

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, CqlEnvelope? request, long time, ReadOnlySpan<byte> keyspace)
    {
        (_endpoints, Time, EndTime, Request, Response, Prepared) = (endpoints, time, time, request, null, null);
        Keyspace.Clear();
        Keyspace.Add(keyspace);
    }

    /// <summary>Lets go of what it held.</summary>
    public void Clear() => (Request, Response, Prepared) = (null, null, null);

    public void Write(BatchBuilder rows)
    {
        text.Read(this);
        rows.Set(CqlTable.RequestOpcode, (byte)(Request?.Header.Opcode ?? CqlOpcode.None));
        rows.Set(CqlTable.RequestBody, text.RequestBody);
        rows.Set(CqlTable.ResponseOpcode, (byte)(Response?.Header.Opcode ?? CqlOpcode.None));
        rows.Set(CqlTable.ResponseBody, text.ResponseBody);
        rows.Set(CqlTable.Keyspace, text.Keyspace);
        rows.Set(CqlTable.Operation, text.Operation);
        rows.Set(CqlTable.Collection, text.Collection);
        rows.Set(CqlTable.Query, text.Query);
        rows.Set(CqlTable.Consistency, text.Consistency);
        rows.Set(CqlTable.RowCount, (ulong)Math.Max(0, text.Rows));
        if (Request is { } request)
            rows.Set(CqlTable.RequestSize, (ulong)(CqlHeader.Size + request.Header.Length));
        if (Response is { } response)
            rows.Set(CqlTable.ResponseSize, (ulong)(CqlHeader.Size + response.Header.Length));
        // Clocks of two CPUs may disagree by a little.
        rows.Set(CqlTable.Latency, Math.Max(0, EndTime - Time));
        if (text.Error < 0)
            return;
        Span<byte> code = stackalloc byte[10];
        "0x"u8.CopyTo(code);
        if (Utf8Formatter.TryFormat(text.Error, code[2..], out var length, new('X', 4)))
            rows.Set(CqlTable.ErrorCode, code[..(2 + length)]);
        rows.Set(CqlTable.ErrorName, CqlNames.Error(text.Error));
    }
}
