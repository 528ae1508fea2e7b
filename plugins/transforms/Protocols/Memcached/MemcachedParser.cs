using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>
/// One connection, in text or binary. Values of any size are passed over as they come. After a loss an answer is taken for one where it is the first thing behind a
/// command that was asked since: values look like anything.
/// </summary>
internal sealed class MemcachedParser : Parser
{
    // Servers take no longer lines; of those that fetch many keys they take more than a view has.
    private const int MostLine = 60 << 10;

    private readonly MemcachedProtocol _memcached;
    private readonly IConnection _connection;
    private readonly MemcachedPairs _pairs;
    private readonly MemcachedReply _reply = new();
    private MemcachedExchange? _asking;

    // Bytes left of the value that is being passed over.
    private ulong _requestLeft;
    private ulong _responseLeft;
    private bool _isAnswering;

    // Whether the answer is whole with its value.
    private bool _isLast;
    private bool _mayResume;

    public MemcachedParser(MemcachedProtocol memcached, IConnection connection)
    {
        (_memcached, _connection) = (memcached, connection);
        _pairs = new MemcachedPairs(Emit, Unpaired);
    }

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var left = ref side == Side.Request ? ref _requestLeft : ref _responseLeft;
        if (left > 0)
        {
            var passed = (int)Math.Min(left, (ulong)view.Length);
            Pass(side, (ulong)passed, moment.Last);
            return passed;
        }

        if (view[0] is BinaryHeader.RequestMagic or BinaryHeader.ResponseMagic)
            return ReadBinary(side, view, moment);
        return side == Side.Request ? ReadCommand(view, moment) : ReadLine(view, moment);
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view) => _isAnswering || !_pairs.IsEarly;

    public override bool Skip(Side side, ulong bytes, long time)
    {
        if (bytes > (side == Side.Request ? _requestLeft : _responseLeft))
            return false;
        Pass(side, bytes, time);
        return true;
    }

    public override void Lose(Side side)
    {
        if (side == Side.Request)
        {
            _requestLeft = 0;
            if (_asking is { } asking)
                Recycle(asking);
            _asking = null;
        }
        else
        {
            (_responseLeft, _isAnswering, _mayResume) = (0, false, false);
            _reply.Clear();
        }

        _pairs.Lose();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        var found = side == Side.Request ? MemcachedGuess.FindCommand(view) : _mayResume ? MemcachedGuess.IsReply(view) switch { true => 0, null => ~0, _ => ~view.Length } : ~view.Length;
        if (side == Side.Response && found != ~0)
            _mayResume = false;
        // There may be messages in what is passed over.
        if (found is not 0 and not ~0)
            _pairs.Lose();
        return found;
    }

    public override void Close()
    {
    }

    public override void Rest() => _pairs.Rest();

    public override void Abandon()
    {
        if (_asking is { } asking)
            Recycle(asking);
        _asking = null;
        _pairs.Clear();
    }

    private void Pass(Side side, ulong bytes, long time)
    {
        if (side == Side.Request)
        {
            (_requestLeft, _asking!.RequestSize) = (_requestLeft - bytes, _asking.RequestSize + bytes);
            if (_requestLeft == 0)
                Asked();
            return;
        }

        (_responseLeft, _reply.Size) = (_responseLeft - bytes, _reply.Size + bytes);
        if (_responseLeft == 0 && _isLast)
            Answered(time);
    }

    private int ReadCommand(ReadOnlySpan<byte> view, Moment moment)
    {
        var length = Words.LineOf(view, out var line);
        if (length < 0)
            return view.Length > MostLine || !char.IsAsciiLetterLower((char)view[0]) ? Invalid : 0;
        if (!TextCommand.TryRead(line, out var command))
            return Invalid;
        var exchange = Begin(moment);
        exchange.Format = command.Family >= Family.MetaGet ? TextFormat.Meta : TextFormat.Text;
        (exchange.Family, exchange.IsQuiet, exchange.Flags) = (command.Family, command.IsQuiet, command.Flags);
        exchange.Name.Add(command.Name);
        exchange.Opaque.Add(command.Opaque[..Math.Min(command.Opaque.Length, TextCommand.MostKey)]);
        var keys = new Words(command.Keys);
        for (var i = 0; i < command.KeyCount && keys.MoveNext(); i++)
            exchange.AddKey(keys.Current, _memcached.MostKeys);
        exchange.RequestSize = (ulong)length;
        if (command.Data >= 0)
        {
            exchange.ValueBytes = (ulong)command.Data;
            _requestLeft = (ulong)command.Data + 2;
        }
        else
        {
            Asked();
        }

        return length;
    }

    private int ReadLine(ReadOnlySpan<byte> view, Moment moment)
    {
        var length = Words.LineOf(view, out var line);
        if (length < 0)
            return view.Length > MostLine ? Invalid : 0;
        var words = new Words(line);
        var first = words.Next();
        var word = TextReply.WordOf(first);
        if (!_isAnswering)
            (_isAnswering, _isLast, _reply.Time) = (true, false, moment.First);
        _reply.Size += (ulong)length;
        if (word == ReplyWord.Value)
            return ReadValue(words) ? length : Invalid;
        // Lines without a word that is known are part of statistics, which END ends.
        if (word == ReplyWord.Stat || (word == ReplyWord.Other && _reply.HasStats))
        {
            _reply.HasStats = true;
            return length;
        }

        if (word == ReplyWord.Other && !(first.Length > 0 && char.IsAsciiLetterOrDigit((char)first[0])))
            return Invalid;
        (_reply.Word, _reply.IsError) = (word, word == ReplyWord.Error);
        MemcachedReply.Keep(_reply.Status, word == ReplyWord.Number ? "OK"u8 : first);
        MemcachedReply.Keep(_reply.Text, word == ReplyWord.Number ? first : line[first.Length..].TrimStart((byte)' '));
        if (word is >= ReplyWord.MetaHeader and <= ReplyWord.MetaNoop)
            return ReadMeta(word, words, moment.Last) ? length : Invalid;
        Answered(moment.Last);
        return length;
    }

    private bool ReadValue(Words words)
    {
        var key = words.Next();
        if (!words.TryNumber(out var flags) || flags > uint.MaxValue || !words.TryNumber(out var bytes) || bytes > 1 << 30)
            return false;
        if (_reply.Hits++ == 0)
        {
            MemcachedReply.Keep(_reply.Key, key);
            _reply.Flags = (uint)flags;
        }

        (_reply.ValueBytes, _responseLeft) = (_reply.ValueBytes + bytes, bytes + 2);
        return true;
    }

    private bool ReadMeta(ReplyWord word, Words words, long time)
    {
        _reply.Text.Clear();
        var bytes = 0ul;
        if (word == ReplyWord.MetaValue && (!words.TryNumber(out bytes) || bytes > 1 << 30))
            return false;
        foreach (var flag in words)
        {
            if (flag[0] == 'O')
                MemcachedReply.Keep(_reply.Opaque, flag[1..]);
            else if (flag[0] == 'k')
                MemcachedReply.Keep(_reply.Key, flag[1..]);
            else if (flag[0] == 'f' && Words.TryNumber(flag[1..], out var flags))
                _reply.Flags = (uint)flags;
        }

        _reply.Hits = word is ReplyWord.MetaValue or ReplyWord.MetaHeader ? 1u : 0;
        if (word != ReplyWord.MetaValue)
        {
            Answered(time);
            return true;
        }

        (_reply.ValueBytes, _responseLeft, _isLast) = (bytes, bytes + 2, true);
        return true;
    }

    private int ReadBinary(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (view.Length < BinaryHeader.Size)
            return 0;
        var header = BinaryHeader.Read(view);
        if (!header.IsValid || header.IsResponse != (side == Side.Response))
            return Invalid;
        var head = BinaryHeader.Size + header.ExtrasLength + header.KeyLength;
        if (view.Length < head)
            return 0;
        var extras = view.Slice(BinaryHeader.Size, header.ExtrasLength);
        if (side == Side.Request)
            AskBinary(header, extras, view.Slice(head - header.KeyLength, header.KeyLength), moment);
        else
            AnswerBinary(header, extras, view[(head - header.KeyLength)..], moment);
        return head;
    }

    private void AskBinary(in BinaryHeader header, ReadOnlySpan<byte> extras, ReadOnlySpan<byte> key, Moment moment)
    {
        var exchange = Begin(moment);
        (exchange.Format, exchange.Family, exchange.BinaryOpcode, exchange.BinaryOpaque) = (TextFormat.Binary, Family.Binary, header.Opcode, header.Opaque);
        (exchange.IsQuiet, exchange.ValueBytes) = (BinaryOpcodes.IsQuiet(header.Opcode), (ulong)header.ValueLength);
        exchange.Name.Add(BinaryOpcodes.NameOf(header.Opcode));
        if (key.Length > 0)
            exchange.AddKey(key, _memcached.MostKeys);
        // Of what is stored flags come first; what increments has other things there.
        if (extras.Length == 8)
            exchange.Flags = BinaryPrimitives.ReadUInt32BigEndian(extras);
        exchange.RequestSize = (ulong)(BinaryHeader.Size + extras.Length + key.Length);
        _requestLeft = (ulong)header.ValueLength;
        if (_requestLeft == 0)
            Asked();
    }

    private void AnswerBinary(in BinaryHeader header, ReadOnlySpan<byte> extras, ReadOnlySpan<byte> behind, Moment moment)
    {
        if (!_isAnswering)
            (_isAnswering, _reply.Time) = (true, moment.First);
        var isGet = BinaryOpcodes.IsGet(header.Opcode) && header.Status == 0;
        (_reply.Word, _reply.BinaryOpcode, _reply.BinaryOpaque, _reply.IsError) = (ReplyWord.Binary, header.Opcode, header.Opaque, BinaryOpcodes.IsError(header.Status));
        MemcachedReply.Keep(_reply.Status, BinaryOpcodes.StatusOf(header.Status));
        MemcachedReply.Keep(_reply.Key, behind[..header.KeyLength]);
        if (isGet)
            (_reply.Hits, _reply.ValueBytes, _reply.Flags) = (1, (ulong)header.ValueLength, extras.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(extras) : 0);
        else if (_reply.IsError)
            MemcachedReply.Keep(_reply.Text, behind.Slice(header.KeyLength, (int)Math.Min(header.ValueLength, behind.Length - header.KeyLength)));
        _reply.Size += (ulong)(BinaryHeader.Size + header.ExtrasLength + header.KeyLength);
        // Statistics are as many messages as there are, and one that is empty.
        _isLast = header.Opcode != BinaryOpcodes.Stat || header.Length == 0 || header.Status != 0;
        _responseLeft = (ulong)header.ValueLength;
        if (_responseLeft == 0 && _isLast)
            Answered(moment.Last);
    }

    private MemcachedExchange Begin(Moment moment)
    {
        var exchange = _memcached.Rent();
        exchange.Begin(_connection.Endpoints, moment.First);
        return _asking = exchange;
    }

    /// <summary>A command is whole.</summary>
    private void Asked()
    {
        var exchange = _asking!;
        _asking = null;
        _mayResume = true;
        _connection.Counters.Messages++;
        exchange.Charged = exchange.Memory;
        _connection.Charge(exchange.Charged);
        var isSilent = exchange.Family == Family.Quit || (exchange.IsQuiet && exchange.Format == TextFormat.Text) || exchange.BinaryOpcode == BinaryOpcodes.QuietQuit;
        if (!isSilent)
        {
            _pairs.Ask(exchange);
            return;
        }

        _pairs.Pass();
        Emit(exchange);
    }

    /// <summary>An answer is whole.</summary>
    private void Answered(long time)
    {
        (_isAnswering, _isLast) = (false, false);
        _connection.Counters.Messages++;
        if (!_pairs.TryAnswer(_reply, time))
            _connection.Counters.UnpairedResponses++;
        _reply.Clear();
    }

    private void Emit(MemcachedExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Unpaired(MemcachedExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        _connection.Counters.UnpairedResponses += _pairs.IsRefuting ? 1 : 0;
        Recycle(exchange);
    }

    private void Recycle(MemcachedExchange exchange)
    {
        _connection.Charge(-exchange.Charged);
        exchange.Charged = 0;
        _memcached.Return(exchange);
    }
}
