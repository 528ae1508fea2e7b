using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>
/// One connection. A command is a packet with number 0, and its response begins with the next number; responses come in the order of commands. After a loss a response is
/// taken for one where it begins what was sent at once, behind a command that was asked since.
/// </summary>
internal sealed class MySqlParser : Parser
{
    private const int MostWaiting = 1 << 14;
    private const int LookedAtInResponse = 2048;

    private readonly MySqlProtocol _mysql;
    private readonly IConnection _connection;
    private readonly MySession _session = new();
    private readonly MyRequests _requests;
    private readonly MyAnswers _answers;
    private readonly OrderedPairing<MyExchange> _pairs;
    private readonly List<uint> _closing = [];
    private readonly Dictionary<uint, ulong> _longData = [];
    private readonly MyCompressed?[] _compressed = new MyCompressed?[2];
    private MyFrame _request;
    private MyFrame _response;
    private MyExchange? _answering;

    // The command whose packets go on.
    private MyExchange? _asking;
    private bool _isGreeting = true;
    private bool _isStarting = true;
    private bool _mayResume;
    private bool _isEncrypting;
    private bool _hasEnded;

    public MySqlParser(MySqlProtocol mysql, IConnection connection)
    {
        (_mysql, _connection) = (mysql, connection);
        (_requests, _answers) = (new MyRequests(mysql, connection, _session), new MyAnswers(_session, mysql.MostText));
        _pairs = new OrderedPairing<MyExchange>(Unpaired, MostWaiting, Add);
    }

    public override bool HasEnded => _hasEnded || _isEncrypting;

    public override Sequel Sequel => _isEncrypting ? Sequel.Judged : Sequel.Ignored;

    private bool IsCompressed => _compressed[0] is not null;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (_compressed[(int)side] is not { } compressed)
            return ReadPacket(side, view, moment);
        var taken = compressed.Read(this, side, view, moment);
        compressed.Charge(_connection);
        return taken;
    }

    /// <summary>Reads a packet, or more of one, where nothing is compressed any more.</summary>
    public int ReadPacket(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var frame = ref side == Side.Request ? ref _request : ref _response;
        if (frame.Rest > 0)
        {
            var passed = (int)Math.Min(frame.Rest, view.Length);
            frame.Rest -= passed;
            return passed;
        }

        if (view.Length < MyFrame.HeaderBytes)
            return 0;
        var length = MyFrame.LengthOf(view);
        if (frame.IsContinued)
        {
            (frame.Rest, frame.IsContinued) = (length, length == MyFrame.Most);
            Continue(side, view[3], (ulong)length + MyFrame.HeaderBytes, moment.Last);
            return MyFrame.HeaderBytes;
        }

        if (length > 0 && view.Length == MyFrame.HeaderBytes)
            return 0;
        var looked = Math.Min(length, side == Side.Request ? _mysql.MostLooked : IsShown(view[MyFrame.HeaderBytes..]) ? LookedAtInResponse : 1);
        if (view.Length < MyFrame.HeaderBytes + looked)
            return 0;
        var payload = view.Slice(MyFrame.HeaderBytes, looked);
        if (!(side == Side.Request ? ReadRequest(view[3], payload, length, moment) : ReadResponse(view[3], payload, length, moment)))
            return Invalid;
        var taken = Math.Min(view.Length, MyFrame.HeaderBytes + length);
        (frame.Rest, frame.IsContinued) = (MyFrame.HeaderBytes + length - taken, length == MyFrame.Most);
        _connection.Counters.Messages++;
        return taken;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view) =>
        _response.Rest > 0 || _response.IsContinued || _isGreeting || IsCompressed || _answering is not null || _answers.MayHaveEof || _pairs.Front is not null || !_pairs.IsEarly;

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var frame = ref side == Side.Request ? ref _request : ref _response;
        if (IsCompressed || bytes > (ulong)frame.Rest)
            return false;
        frame.Rest -= (long)bytes;
        return true;
    }

    public override void Lose(Side side)
    {
        // What is compressed cannot be found again: it has no marks.
        _hasEnded |= IsCompressed;
        (_isGreeting, _isStarting, _mayResume) = (false, false, false);
        if (side == Side.Request)
        {
            (_request, _asking) = (default, null);
            _requests.Lose();
            _session.Lose();
            _longData.Clear();
        }
        else
        {
            _response = default;
        }

        LosePairs();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        bool? isThere = side == Side.Request ? MyBoundary.IsRequest(view) : _mayResume ? MyBoundary.IsResponse(view) : false;
        if (isThere is null)
            return ~0;
        if (side == Side.Response)
            _mayResume = false;
        if (isThere == true)
            return 0;
        // What is passed over may be what somebody waits for.
        LosePairs();
        return ~view.Length;
    }

    public override void Close()
    {
    }

    public override void Rest() => _pairs.Rest();

    public override void Abandon()
    {
        _pairs.Clear();
        (_asking, _answering) = (null, null);
        _requests.Clear();
        foreach (var compressed in _compressed)
            compressed?.Clear(_connection);
    }

    /// <summary>Whether a packet has more in it than where it ends: of rows and columns nothing is shown.</summary>
    private bool IsShown(ReadOnlySpan<byte> payload) => _answering is null || !_answers.IsPassing || (payload.Length > 0 && payload[0] >= 0xFE);

    private void Continue(Side side, byte number, ulong size, long time)
    {
        if (side == Side.Request && _asking is { } asking)
        {
            (asking.Number, asking.RequestSize) = (number, asking.RequestSize + size);
        }
        else if (side == Side.Response && _answering is { } answering)
        {
            answering.ResponseSize += size;
            answering.EndTime = time;
        }
    }

    private bool ReadRequest(byte number, ReadOnlySpan<byte> payload, int length, Moment moment)
    {
        var size = (ulong)length + MyFrame.HeaderBytes;
        if (_isStarting)
            return Start(number, payload, length, moment);
        if (_answers.IsLoading || number != 0)
        {
            // A file that was asked for, which ends with a packet of nothing, or what somebody proves to be who he is by.
            if ((_answering ?? _pairs.Front) is { } behind)
                (behind.Number, behind.RequestSize) = (number, behind.RequestSize + size);
            _answers.IsLoading &= length > 0;
            return true;
        }

        if (length == 0 || !Enum.IsDefined((MyCommand)payload[0]))
            return false;
        var exchange = Rent((MyCommand)payload[0], payload[1..], payload.Length == length, size, moment.First);
        switch (exchange.Command)
        {
            case MyCommand.Quit or MyCommand.BinlogDump or MyCommand.BinlogDumpGtid:
                _hasEnded = exchange.Command != MyCommand.Quit;
                Emit(exchange);
                return true;
            case MyCommand.StmtClose:
                _closing.Add(new MyFields(exchange.Body.Bytes).Int());
                CloseStatements();
                Emit(exchange);
                return true;
            case MyCommand.StmtSendLongData:
                KeepLongData(exchange.Body.Bytes);
                Emit(exchange);
                return true;
            case MyCommand.StmtExecute:
                var statement = new MyFields(exchange.Body.Bytes).Int();
                if (_longData.Remove(statement, out var longData))
                    exchange.LongData = longData;
                break;
            case MyCommand.StmtReset:
                _longData.Remove(new MyFields(exchange.Body.Bytes).Int());
                break;
        }

        Ask(exchange);
        return true;
    }

    private bool Start(byte number, ReadOnlySpan<byte> payload, int length, Moment moment)
    {
        if (number == 0 || !MyHandshake.IsAnswer(payload, length))
            return false;
        // The same beginning, and nothing behind it: the rest comes encrypted.
        _isEncrypting = length == MyHandshake.SslRequest && (BinaryPrimitives.ReadUInt32LittleEndian(payload) & (uint)MyCapabilities.Ssl) != 0;
        if (_isEncrypting)
            return true;
        (_isStarting, _isGreeting) = (false, false);
        var exchange = Rent(MyCommand.Connect, payload, payload.Length == length, (ulong)length + MyFrame.HeaderBytes, moment.First);
        exchange.Number = number;
        MyHandshake.Answer(_session, payload, exchange.Request, _mysql.MostText);
        Ask(exchange);
        return true;
    }

    private MyExchange Rent(MyCommand command, ReadOnlySpan<byte> body, bool isWhole, ulong size, long time)
    {
        var exchange = _mysql.RentExchange();
        exchange.Begin(_connection, _session, command, time);
        // Of a beginning nothing is kept: there are passwords in it.
        if (command != MyCommand.Connect)
            exchange.Body.Add(body);
        (exchange.IsWhole, exchange.RequestSize) = (isWhole, size);
        exchange.Charged = exchange.Memory;
        _connection.Charge(exchange.Charged);
        return exchange;
    }

    private void Ask(MyExchange exchange)
    {
        (_asking, _mayResume) = (exchange, true);
        _pairs.Ask(exchange, exchange.Time);
    }

    private void KeepLongData(ReadOnlySpan<byte> body)
    {
        var fields = new MyFields(body);
        var (statement, parameter) = (fields.Int(), fields.Short());
        if (_longData.Count < MostWaiting && parameter < MyStatement.MostParameters)
            _longData[statement] = _longData.GetValueOrDefault(statement) | 1ul << parameter;
    }

    private bool ReadResponse(byte number, ReadOnlySpan<byte> payload, int length, Moment moment)
    {
        if (_isGreeting)
        {
            _isGreeting = false;
            if (MyHandshake.IsGreeting(payload))
                MyHandshake.Greet(_session, payload);
            else if (length > 3 && payload[0] == 0xFF)
                Refuse(payload, (ulong)length + MyFrame.HeaderBytes, moment);
            else
                return false;
            return true;
        }

        if (_answers.IsLateEof(payload))
            return true;
        if (_answering is null && !Begin(number, moment.First))
            return true;
        var exchange = _answering!;
        exchange.ResponseSize += (ulong)length + MyFrame.HeaderBytes;
        exchange.EndTime = moment.Last;
        switch (_answers.Read(exchange, payload, length))
        {
            case MyProgress.Misfit:
                _connection.Counters.UnpairedResponses++;
                LosePairs();
                break;
            case MyProgress.Ended:
                Answered(exchange);
                break;
        }

        return true;
    }

    /// <summary>Whether a packet begins a response to something that is known.</summary>
    private bool Begin(byte number, long time)
    {
        if (_pairs.Front is { } front ? number != (byte)(front.Number + 1) : number != 1)
            return false;
        if (_pairs.Answer(time) is not { } exchange)
        {
            _connection.Counters.UnpairedResponses++;
            return false;
        }

        _answering = exchange;
        _answers.Begin(exchange.Command);
        return true;
    }

    private void Answered(MyExchange exchange)
    {
        _answering = null;
        if (exchange.Status == MyStatus.Unknown)
            exchange.Status = MyStatus.Ok;
        _requests.Tell(exchange, _answers);
        if (exchange is { Command: MyCommand.Connect, Status: MyStatus.Ok })
            Compress();
        _asking = ReferenceEquals(_asking, exchange) ? null : _asking;
        _pairs.Answered();
        CloseStatements();
    }

    /// <summary>From here on everything is compressed, if that was agreed on.</summary>
    private void Compress()
    {
        if (_session.Has(MyCapabilities.Compress))
            (_compressed[0], _compressed[1]) = (new MyCompressed(), new MyCompressed());
        else
            _hasEnded = _session.Has(MyCapabilities.Zstd);
    }

    /// <summary>The server does not let anybody begin.</summary>
    private void Refuse(ReadOnlySpan<byte> payload, ulong size, Moment moment)
    {
        var exchange = Rent(MyCommand.Connect, default, true, 0, moment.First);
        (exchange.ResponseSize, exchange.EndTime) = (size, moment.Last);
        MyAnswers.Error(exchange, payload, _mysql.MostText);
        Add(exchange);
    }

    /// <summary>A row of something that has no response.</summary>
    private void Emit(MyExchange exchange)
    {
        exchange.Status = MyStatus.None;
        _requests.Tell(exchange, _answers);
        Add(exchange);
    }

    private void Add(MyExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Return(exchange);
    }

    private void Return(MyExchange exchange)
    {
        _connection.Charge(-exchange.Charged);
        _mysql.Return(exchange);
    }

    /// <summary>Statements that were closed go once nobody waits for one of their executions.</summary>
    private void CloseStatements()
    {
        if (_closing.Count == 0 || (_pairs.Waiting > 0 && _closing.Count < MostWaiting))
            return;
        foreach (var statement in _closing)
        {
            _requests.Close(statement);
            _longData.Remove(statement);
        }

        _closing.Clear();
    }

    private void Unpaired(MyExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        _connection.Counters.UnpairedResponses += _pairs.IsRefuting ? 1 : 0;
        if (exchange.Command is MyCommand.InitDb or MyCommand.ChangeUser or MyCommand.ResetConnection or MyCommand.Query)
            _session.Lose();
        if (exchange.Command is MyCommand.StmtPrepare or MyCommand.StmtExecute)
            _requests.Lose();
        _asking = ReferenceEquals(_asking, exchange) ? null : _asking;
        _answering = ReferenceEquals(_answering, exchange) ? null : _answering;
        Return(exchange);
    }

    private void LosePairs()
    {
        _pairs.Lose();
        _answering = null;
    }
}
