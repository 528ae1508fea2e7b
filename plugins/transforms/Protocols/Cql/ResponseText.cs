using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What an answer or an event tells, as JSON.</summary>
/// <param name="most">Bytes of the text.</param>
internal sealed class ResponseText(int most)
{
    private readonly JsonText _json = new(most);

    public ReadOnlySpan<byte> Json => _json.Bytes;

    /// <summary>Rows; negative: not told.</summary>
    public int Rows { get; private set; }

    /// <summary>Code of the error; negative: none.</summary>
    public int Error { get; private set; }

    /// <summary>The body behind what servers may put in front of any.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="json">Where what stands in front is told; null: nowhere.</param>
    public static CqlBody BodyOf(CqlEnvelope response, JsonText? json = null)
    {
        var body = new CqlBody(response.Kept.Bytes);
        var flags = response.Header.Flags;
        if ((flags & CqlFlags.Tracing) != 0 && body.Take(16) is { Length: 16 } id && json is not null)
            CqlScalar.Uuid(json, "tracing_id"u8, id);
        if ((flags & CqlFlags.Warning) != 0)
        {
            json?.BeginArray("warnings"u8);
            for (var left = body.U16(); left > 0 && body.HasMore; left--)
                if (body.String() is var warning && json is not null)
                    json.Text(warning);
            json?.EndArray();
        }

        if ((flags & CqlFlags.CustomPayload) != 0)
            for (var left = body.U16(); left > 0 && body.HasMore; left--)
            {
                body.String();
                body.Bytes(out _);
            }

        return body;
    }

    public void Read(CqlEnvelope? response, PreparedStatement? prepared)
    {
        (Rows, Error) = (-1, -1);
        _json.Clear();
        if (response is null || response.Kept.Length == 0)
            return;
        _json.BeginObject();
        var body = BodyOf(response, _json);
        switch (response.Header.Opcode)
        {
            case CqlOpcode.Error:
                var code = body.I32();
                if (body.IsCut)
                    break;
                Error = code;
                _json.Number("code"u8, (long)code);
                _json.Text("message"u8, body.String());
                break;
            case CqlOpcode.Authenticate:
                _json.Text("authenticator"u8, body.String());
                break;
            case CqlOpcode.Supported:
                Supported(ref body);
                break;
            case CqlOpcode.Result:
                Result(ref body, prepared);
                break;
            case CqlOpcode.Event:
                Event(ref body);
                break;
        }

        _json.EndObject();
    }

    private void Supported(ref CqlBody body)
    {
        for (var left = body.U16(); left > 0 && body.HasMore; left--)
        {
            _json.BeginArray(body.String());
            for (var values = body.U16(); values > 0 && body.HasMore; values--)
                _json.Text(body.String());
            _json.EndArray();
        }
    }

    private void Result(ref CqlBody body, PreparedStatement? prepared)
    {
        switch ((ResultKind)body.I32())
        {
            case ResultKind.Void:
                _json.Text("kind"u8, "void"u8);
                break;
            case ResultKind.Rows:
                _json.Text("kind"u8, "rows"u8);
                Rows = CqlValues.Rows(ref body, _json, prepared?.Results ?? default);
                break;
            case ResultKind.SetKeyspace:
                _json.Text("kind"u8, "set_keyspace"u8);
                _json.Text("keyspace"u8, body.String());
                break;
            case ResultKind.Prepared:
                _json.Text("kind"u8, "prepared"u8);
                CqlScalar.Hex(_json, "id"u8, body.String());
                break;
            case ResultKind.SchemaChange:
                _json.Text("kind"u8, "schema_change"u8);
                SchemaChange(ref body);
                break;
        }
    }

    private void Event(ref CqlBody body)
    {
        var type = body.String();
        _json.Text("event"u8, type);
        if (type.SequenceEqual("SCHEMA_CHANGE"u8))
        {
            SchemaChange(ref body);
            return;
        }

        _json.Text("change"u8, body.String());
        CqlScalar.Address(_json, "address"u8, body.Take(body.U8()));
        _json.Number("port"u8, (long)body.I32());
    }

    private void SchemaChange(ref CqlBody body)
    {
        _json.Text("change"u8, body.String());
        var target = body.String();
        _json.Text("target"u8, target);
        _json.Text("keyspace"u8, body.String());
        if (!target.SequenceEqual("KEYSPACE"u8))
            _json.Text("name"u8, body.String());
    }
}
