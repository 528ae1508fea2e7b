using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What a request asks, as JSON.</summary>
/// <param name="most">Bytes of the text.</param>
internal sealed class RequestText(int most)
{
    private const ushort NoLevel = ushort.MaxValue;

    private readonly JsonText _json = new(most);
    private readonly ByteList _statement = new();
    private (int Start, int Length) _keyspace;
    private CqlEnvelope? _request;

    public ReadOnlySpan<byte> Json => _json.Bytes;

    /// <summary>65535: not told.</summary>
    public ushort Consistency { get; private set; }

    /// <summary>The keyspace that the request itself names.</summary>
    public ReadOnlySpan<byte> Keyspace => _keyspace.Length == 0 ? default : _request!.Kept.Bytes.Slice(_keyspace.Start, _keyspace.Length);

    public bool IsStatementWhole { get; private set; }

    /// <summary>The statement that a request carries, as far as it was kept; of a batch the first.</summary>
    public ReadOnlySpan<byte> Statement(CqlEnvelope request)
    {
        var body = BodyOf(request);
        if (request.Header.Opcode == CqlOpcode.Batch)
        {
            body.Take(3);
            if (body.U8() != 0)
                return default;
        }

        var text = body.LongString();
        IsStatementWhole = !body.IsCut;
        return text;
    }

    public void Read(CqlEnvelope? request, PreparedStatement? prepared)
    {
        (_request, _keyspace, Consistency) = (request, default, NoLevel);
        _json.Clear();
        if (request is null || request.Kept.Length == 0 || request.Header.Opcode == CqlOpcode.AuthResponse)
            return;
        var body = BodyOf(request);
        _json.BeginObject();
        switch (request.Header.Opcode)
        {
            case CqlOpcode.Startup:
                for (var left = body.U16(); left > 0 && body.HasMore; left--)
                {
                    var name = body.String();
                    var value = body.String();
                    _json.Text(name, SecretNames.IsSecret(name) ? "[redacted]"u8 : value);
                }

                break;
            case CqlOpcode.Register:
                _json.BeginArray("events"u8);
                for (var left = body.U16(); left > 0 && body.HasMore; left--)
                    _json.Text(body.String());
                _json.EndArray();
                break;
            case CqlOpcode.Query:
                var query = body.LongString();
                TellStatement(query, !body.IsCut);
                Parameters(ref body, request.Header.Version, StatementText.Parameters(query, SqlRules.Cql).Secret, default);
                break;
            case CqlOpcode.Prepare:
                var text = body.LongString();
                TellStatement(text, !body.IsCut);
                if (request.Header.Version == CqlHeader.Segmented && (body.I32() & 1) != 0)
                    Named(ref body);
                break;
            case CqlOpcode.Execute:
                Execute(ref body, request.Header.Version, prepared);
                break;
            case CqlOpcode.Batch:
                Batch(ref body, request.Header.Version);
                break;
        }

        _json.EndObject();
    }

    /// <summary>The body behind what clients may put in front of any.</summary>
    public static CqlBody BodyOf(CqlEnvelope request)
    {
        var body = new CqlBody(request.Kept.Bytes);
        if ((request.Header.Flags & CqlFlags.CustomPayload) != 0)
            for (var left = body.U16(); left > 0 && body.HasMore; left--)
            {
                body.String();
                body.Bytes(out _);
            }

        return body;
    }

    private void TellStatement(ReadOnlySpan<byte> text, bool isWhole)
    {
        _statement.Clear();
        StatementText.Add(_statement, text, SqlRules.Cql, most, isWhole);
        _json.Text("query"u8, _statement.Bytes, isWhole);
    }

    private void Execute(ref CqlBody body, byte version, PreparedStatement? prepared)
    {
        CqlScalar.Hex(_json, "id"u8, body.String());
        if (version == CqlHeader.Segmented)
            body.String();
        var secrets = ulong.MaxValue;
        if (prepared is not null)
        {
            TellStatement(prepared.Text, prepared.Text.Length < CqlProtocol.MostPrepared);
            secrets = StatementText.Parameters(prepared.Text, SqlRules.Cql).Secret;
        }

        Parameters(ref body, version, secrets, prepared?.Variables ?? default);
    }

    /// <summary>What comes behind a statement: consistency, flags, values and more.</summary>
    /// <param name="body">From there on.</param>
    /// <param name="version">Of the protocol.</param>
    /// <param name="secrets">Which values are secrets, a bit each.</param>
    /// <param name="columns">What the values are for; empty: not known.</param>
    private void Parameters(ref CqlBody body, byte version, ulong secrets, ReadOnlySpan<byte> columns)
    {
        var level = body.U16();
        if (body.IsCut)
            return;
        Consistency = level;
        _json.Text("consistency"u8, CqlNames.Consistency(level));
        var flags = version == CqlHeader.Segmented ? (uint)body.I32() : body.U8();
        if ((flags & 1) != 0)
            CqlValues.Values(ref body, _json, columns, secrets, areNamed: (flags & 0x40) != 0);
        if ((flags & 4) != 0 && body.I32() is var size && !body.IsCut)
            _json.Number("page_size"u8, (long)size);
        if ((flags & 8) != 0)
            body.Bytes(out _);
        if ((flags & 0x10) != 0)
            body.U16();
        if ((flags & 0x20) != 0)
            body.I64();
        if ((flags & 0x80) != 0)
            Named(ref body);
    }

    private void Batch(ref CqlBody body, byte version)
    {
        _json.Text("type"u8, body.U8() switch { 0 => "LOGGED"u8, 1 => "UNLOGGED"u8, _ => "COUNTER"u8 });
        var count = body.U16();
        _json.Number("count"u8, (long)count);
        _json.BeginArray("queries"u8);
        for (var left = count; left > 0 && body.HasMore; left--)
        {
            var secrets = ulong.MaxValue;
            _json.BeginObject();
            if (body.U8() == 0)
            {
                var text = body.LongString();
                TellStatement(text, !body.IsCut);
                secrets = StatementText.Parameters(text, SqlRules.Cql).Secret;
            }
            else
            {
                CqlScalar.Hex(_json, "id"u8, body.String());
            }

            CqlValues.Values(ref body, _json, default, secrets, areNamed: false);
            _json.EndObject();
        }

        _json.EndArray();
        Parameters(ref body, version, ulong.MaxValue, default);
    }

    private void Named(ref CqlBody body)
    {
        var name = body.String();
        if (!body.IsCut)
            _keyspace = (_request!.Kept.Length - body.Rest.Length - name.Length, name.Length);
    }
}
