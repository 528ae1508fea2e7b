using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Statements that were seen being prepared, of all servers. Bounded: beyond, the one seen first is forgotten. Only new ones allocate.</summary>
internal sealed class PreparedStatements
{
    private const int IdBytes = 16;
    private const int MostBytes = 4 << 20;
    private const byte Client = 1;

    private readonly Dictionary<PreparedKey, PreparedStatement> _byKey = [];
    private readonly Queue<PreparedStatement> _inOrder = new();
    private int _bytes;

    public PreparedStatement? Find(IConnection connection, ReadOnlySpan<byte> id) =>
        id.Length == IdBytes ? _byKey.GetValueOrDefault(KeyOf(connection, id)) : null;

    /// <summary>A statement was prepared. What is known of an id already stays, unless the text is another.</summary>
    public void Learn(IConnection connection, ReadOnlySpan<byte> id, ReadOnlySpan<byte> text, ReadOnlySpan<byte> keyspace, ReadOnlySpan<byte> variables, ReadOnlySpan<byte> results)
    {
        if (id.Length != IdBytes)
            return;
        var key = KeyOf(connection, id);
        if (_byKey.TryGetValue(key, out var known) && text.SequenceEqual(known.Text) && variables.SequenceEqual(known.Variables) && results.SequenceEqual(known.Results))
            return;
        var statement = new PreparedStatement { Key = key, Text = text.ToArray(), Keyspace = keyspace.ToArray(), Variables = variables.ToArray(), Results = results.ToArray() };
        _byKey[key] = statement;
        _inOrder.Enqueue(statement);
        _bytes += statement.Memory;
        while (_bytes > MostBytes && _inOrder.TryDequeue(out var oldest))
        {
            _bytes -= oldest.Memory;
            if (ReferenceEquals(_byKey.GetValueOrDefault(oldest.Key), oldest))
                _byKey.Remove(oldest.Key);
        }
    }

    private static PreparedKey KeyOf(IConnection connection, ReadOnlySpan<byte> id)
    {
        var ends = connection.Endpoints;
        var value = BinaryPrimitives.ReadUInt128BigEndian(id);
        return connection.TraceRole == Client ? new(ends.RemoteAddress, ends.RemotePort, value) : new(ends.LocalAddress, ends.LocalPort, value);
    }
}
