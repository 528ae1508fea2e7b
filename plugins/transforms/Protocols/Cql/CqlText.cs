using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Makes what a row shows of an exchange. What it offers is valid until the next one is read.</summary>
/// <param name="most">Bytes of each text.</param>
internal sealed class CqlText(int most)
{
    private readonly ByteList _query = new();
    private readonly ByteList _keyspace = new();
    private readonly ByteList _collection = new();
    private readonly RequestText _request = new(most);
    private readonly ResponseText _response = new(most);
    private readonly ByteList _operation = new();

    public ReadOnlySpan<byte> RequestBody => _request.Json;

    public ReadOnlySpan<byte> ResponseBody => _response.Json;

    public ReadOnlySpan<byte> Query => _query.Bytes;

    public ReadOnlySpan<byte> Keyspace => _keyspace.Bytes;

    public ReadOnlySpan<byte> Collection => _collection.Bytes;

    public ReadOnlySpan<byte> Operation => _operation.Bytes;

    public ReadOnlySpan<byte> Consistency => CqlNames.Consistency(_request.Consistency);

    /// <summary>Negative: not told.</summary>
    public int Rows => _response.Rows;

    /// <summary>Negative: none.</summary>
    public int Error => _response.Error;

    public void Read(CqlExchange exchange)
    {
        foreach (var list in (ReadOnlySpan<ByteList>)[_query, _keyspace, _collection, _operation])
            list.Clear();
        _keyspace.Add(exchange.Keyspace.Bytes);
        var request = exchange.Request;
        // A query does what its statement says, should that have been seen.
        if (request?.Header.Opcode != CqlOpcode.Query)
            _operation.Add(CqlNames.BytesOf(request?.Header.Opcode ?? CqlOpcode.Event));
        _request.Read(request, exchange.Prepared);
        _response.Read(exchange.Response, exchange.Prepared);
        if (exchange.Prepared is { } prepared)
        {
            _keyspace.Clear();
            _keyspace.Add(prepared.Keyspace);
            State(prepared.Text, prepared.Text.Length < CqlProtocol.MostPrepared, request!.Header.Opcode);
        }
        else if (request is not null && request.Header.Opcode is CqlOpcode.Query or CqlOpcode.Prepare or CqlOpcode.Batch)
        {
            if (_request.Keyspace is var named && named.Length > 0)
            {
                _keyspace.Clear();
                _keyspace.Add(named);
            }

            var statement = _request.Statement(request);
            State(statement, _request.IsStatementWhole, request.Header.Opcode);
        }
    }

    private void State(ReadOnlySpan<byte> text, bool isWhole, CqlOpcode opcode)
    {
        if (text.IsEmpty)
            return;
        StatementText.Add(_query, text, SqlRules.Cql, most, isWhole);
        // A batch may be of several tables, and is not what its first statement is.
        if (opcode == CqlOpcode.Batch)
            return;
        var head = StatementHead.Of(text, SqlRules.Cql, isWhole);
        if (opcode != CqlOpcode.Prepare)
        {
            _operation.Clear();
            _operation.Add(head.Operation);
        }

        var dot = LastDot(head.Collection);
        if (dot > 0)
        {
            _keyspace.Clear();
            StatementHead.AddName(_keyspace, head.Collection[..dot]);
        }

        StatementHead.AddName(_collection, head.Collection[(dot + 1)..]);
    }

    /// <summary>The dot between keyspace and table, which is in no quotes.</summary>
    private static int LastDot(ReadOnlySpan<byte> name)
    {
        var (dot, isQuoted) = (-1, false);
        for (var i = 0; i < name.Length; i++)
        {
            isQuoted ^= name[i] == '"';
            if (name[i] == '.' && !isQuoted)
                dot = i;
        }

        return dot;
    }
}
