using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>A query with its response: a row, once it is known what there is of it. Used again for the next.</summary>
internal sealed class DnsExchange : IRow
{
    /// <summary>Bytes kept of a query: only updates are longer.</summary>
    public const int MostKept = 4096;

    /// <summary>What it takes without the query, about.</summary>
    public const int BaseBytes = 320;

    private Endpoints _endpoints;
    private byte[] _query = new byte[64];
    private int _kept;
    private uint _querySize;

    public DnsKey Key { get; private set; }

    public ulong Question { get; private set; }

    public byte TraceRole { get; private set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    public uint Retransmits { get; set; }

    public uint ResponseSize { get; set; }

    /// <summary>The stream it is in, and how often messages of it had been lost when it was asked; null with datagrams.</summary>
    public DnsStreamParser? Stream { get; private set; }

    public int Losses { get; private set; }

    /// <summary>The response, where it may have several messages.</summary>
    public Transfer? Transfer { get; set; }

    /// <summary>What the row is written from; null: it was not seen.</summary>
    public MessageText? RequestText { get; set; }

    public MessageText? ResponseText { get; set; }

    public ReadOnlySpan<byte> Query => _query.AsSpan(0, _kept);

    public bool IsQueryCut => _kept < _querySize;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(IConnection connection, in DnsKey key, DnsStreamParser? stream, long time)
    {
        (_endpoints, TraceRole, Key, Time, EndTime) = (connection.Endpoints, connection.TraceRole, key, time, time);
        (Stream, Losses) = (stream, stream?.Losses ?? 0);
    }

    public void Ask(ReadOnlySpan<byte> query, ulong question)
    {
        (_querySize, _kept, Question) = ((uint)query.Length, Math.Min(query.Length, MostKept), question);
        if (_query.Length < _kept)
            _query = new byte[_kept];
        query[.._kept].CopyTo(_query);
    }

    public void Clear()
    {
        (_kept, _querySize, Question, Retransmits, ResponseSize) = (0, 0, 0, 0, 0);
        (Stream, Transfer, RequestText, ResponseText) = (null, null, null, null);
    }

    public void Write(BatchBuilder rows)
    {
        var first = (RequestText ?? ResponseText)!;
        var last = (ResponseText ?? RequestText)!;
        rows.Set(DnsTable.Transport, Stream is null ? DnsTable.Udp : DnsTable.Tcp);
        rows.Set(DnsTable.OpcodeOf, (byte)first.Opcode);
        rows.Set(DnsTable.QueryName, first.Name);
        rows.Set(DnsTable.QueryType, first.Type);
        rows.Set(DnsTable.ResponseCode, ResponseText?.ResponseCode ?? ResponseCodes.None);
        rows.Set(DnsTable.Flags, (ushort)last.Flags);
        if (RequestText is { } request)
        {
            rows.Set(DnsTable.RequestHeader, request.HeaderText);
            rows.Set(DnsTable.RequestBody, request.Body(withQueries: true, withAnswers: false));
            rows.Set(DnsTable.RequestSize, _querySize);
        }

        if (ResponseText is { } response)
        {
            rows.Set(DnsTable.Answers, response.Answers);
            rows.Set(DnsTable.ResponseHeader, response.HeaderText);
            rows.Set(DnsTable.ResponseBody, response.Body(withQueries: RequestText is null, withAnswers: true));
            rows.Set(DnsTable.ResponseSize, ResponseSize);
        }

        rows.Set(DnsTable.Retransmits, Retransmits);
        rows.Set(DnsTable.SeenOf, (byte)(RequestText is null ? Seen.Response : ResponseText is null ? Seen.Request : Seen.Both));
        // Clocks of two CPUs may disagree by a little.
        rows.Set(DnsTable.Latency, Math.Max(0, EndTime - Time));
    }
}
