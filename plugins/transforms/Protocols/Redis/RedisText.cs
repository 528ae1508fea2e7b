using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Makes the texts of a row of what was kept as sent. Shared by all connections of a worker; a text is valid until the next is made.</summary>
/// <param name="most">Bytes that each text may have.</param>
internal sealed class RedisText(int most)
{
    private readonly ByteList _list = new();
    private readonly ByteList _query = new();
    private readonly ByteList _one = new();
    private readonly ByteList _response = new();

    /// <summary>The arguments as a list's cell, and the request as redis-cli takes it.</summary>
    public void Request(RedisExchange exchange, out ReadOnlySpan<byte> list, out ReadOnlySpan<byte> query)
    {
        _list.Clear();
        _query.Clear();
        Readable.Add(_query, exchange.Command.Bytes, most, TextStyle.Plain);
        var secrets = new SecretScan(exchange.Rule);
        var (index, room) = (0, most);
        var arguments = new WireArguments(exchange.Request.Bytes);
        // An argument with a gap in it would pass for another.
        while (arguments.MoveNext() && (arguments.IsWhole || !exchange.Request.HasGap))
            if (index++ >= exchange.Words)
                room = Add(secrets.IsSecret(arguments.Current) ? SecretScan.Redacted : arguments.Current, room, arguments.IsWhole);
        list = _list.Bytes;
        query = _query.Bytes;
    }

    /// <summary>The reply.</summary>
    public ReadOnlySpan<byte> Response(RedisReply reply, SecretRule rule, bool isSecret)
    {
        _response.Clear();
        // An error tells why, and nothing that was asked for.
        if (isSecret && reply.Kind != ReplyKind.Error)
            Readable.Add(_response, SecretScan.Redacted, most, TextStyle.Plain);
        else
            new ReplyText(reply.Wire.Bytes, _response, most, rule == SecretRule.Named ? rule : SecretRule.None).Write();
        return _response.Bytes;
    }

    private int Add(ReadOnlySpan<byte> argument, int room, bool isWhole)
    {
        if (room <= 0)
            return 0;
        if (argument.Length <= room && _query.Length + argument.Length < most && Readable.IsBare(argument))
        {
            AddToList(argument);
            _query.Add(" "u8);
            _query.Add(argument);
            return room - argument.Length;
        }

        _one.Clear();
        Readable.Add(_one, argument, room, TextStyle.Plain, isWhole);
        AddToList(_one.Bytes);
        Readable.Add(_query, " \""u8, most, TextStyle.Plain);
        Readable.Add(_query, argument, most, TextStyle.Quoted, isWhole);
        if (isWhole)
            Readable.Add(_query, "\""u8, most, TextStyle.Plain);
        return room - Math.Max(1, _one.Length);
    }

    private void AddToList(ReadOnlySpan<byte> text)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        _list.Add(length);
        _list.Add(text);
    }
}
