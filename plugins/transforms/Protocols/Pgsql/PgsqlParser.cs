using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>
/// One connection. What a client sends waits in rounds, each of which a server ends by saying that it is ready; rounds are paired by order, and within one each message
/// has answers of its own kinds, so that one that does not fit tells of a loss. Then nothing is paired before the next round.
/// </summary>
internal sealed class PgsqlParser : Parser
{
    // Pipelines of libraries send this many executions, and more, before they read.
    private const int MostSteps = 1 << 16;
    private const int MostRounds = 1 << 14;

    /// <summary>Rows of a round that are kept while it is not certain whether they are right.</summary>
    private const int MostUncertain = 256;

    private readonly IConnection _connection;
    private readonly PgMemory _kept;
    private readonly PgSession _session = new();
    private readonly PgRows _rows;
    private readonly PgAnswers _answers;
    private readonly OrderedPairing<PgRound> _pairs;

    // What is left of a message of which enough was seen, by side.
    private long _restOfRequest;
    private long _restOfResponse;

    // The round that is sent, unless it is one of which the beginning was missed: that is passed over.
    private PgRound? _asking;
    private bool _isPassing;
    private int _steps;

    private PgRound? _answering;

    // The response that is sent is to something unknown, up to its end.
    private bool _isUnknown;
    private bool _mayResume;

    private bool _isStarting = true;
    private bool _isEncrypting;
    private bool _hasEnded;

    public PgsqlParser(PgsqlProtocol pgsql, IConnection connection)
    {
        (_connection, _kept) = (connection, new PgMemory(pgsql, connection));
        _rows = new PgRows(_kept, connection, _session);
        _answers = new PgAnswers(_kept, _rows, _session, connection.Counters);
        _pairs = new OrderedPairing<PgRound>(Unpaired, MostRounds, Add);
    }

    public override bool HasEnded => _hasEnded || _answers.HasEnded;

    public override Sequel Sequel => _hasEnded ? Sequel.Judged : Sequel.Ignored;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var rest = ref side == Side.Request ? ref _restOfRequest : ref _restOfResponse;
        if (rest > 0)
        {
            var passed = (int)Math.Min(rest, view.Length);
            rest -= passed;
            return passed;
        }

        if (side == Side.Request && _isStarting)
            return ReadStartup(view, moment);
        if (side == Side.Response && _isEncrypting && view[0] != 'E')
            return ReadEncryption(view[0]);
        var length = PgHeader.Length(view, side == Side.Response);
        if (length <= 0)
            return (int)length;
        var needed = Math.Min(length, PgHeader.Bytes + (side == Side.Request ? LookedAt(view[0]) : LookedAtInResponse(view[0])));
        if (view.Length < needed)
            return 0;
        var taken = (int)Math.Min(length, view.Length);
        rest = length - taken;
        var body = view[PgHeader.Bytes..(int)Math.Min(taken, needed)];
        _connection.Counters.Messages++;
        if (side == Side.Request)
            ReadRequest(view[0], body, needed == length, (ulong)length, moment.First);
        else
            ReadResponse(view[0], body, (ulong)length, moment);
        return taken;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view) =>
        _restOfResponse > 0 || _isUnknown || _isEncrypting || view[0] is (byte)'N' or (byte)'A' or (byte)'S' || IsFatalError(view)
        || (_pairs.Front is { } front ? front.Steps.Count > 0 : !_pairs.IsEarly);

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var rest = ref side == Side.Request ? ref _restOfRequest : ref _restOfResponse;
        if (bytes > (ulong)rest)
            return false;
        rest -= (long)bytes;
        return true;
    }

    public override void Lose(Side side)
    {
        if (side == Side.Request)
        {
            (_restOfRequest, _isStarting, _isPassing, _asking) = (0, false, true, null);
            LosePairs(_answering is not null || _isUnknown);
        }
        else
        {
            (_restOfResponse, _mayResume, _isEncrypting) = (0, false, false);
            LosePairs(true);
        }
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        if (side == Side.Request)
        {
            var request = PgBoundary.Request(view);
            if (request != 0)
                LosePairs(_isUnknown || _answering is not null);
            return request;
        }

        if (_mayResume && PgBoundary.IsResponse(view))
        {
            (_mayResume, _isUnknown) = (false, false);
            return 0;
        }

        _mayResume = false;
        var found = PgBoundary.End(view);
        // What is passed over may be what somebody waits for.
        if (found != 0)
            LosePairs(true);
        return found;
    }

    public override void Close() => _rows.Tell();

    public override void Rest() => _pairs.Rest();

    public override void Abandon()
    {
        _pairs.Clear();
        _answers.Lose();
        (_asking, _answering) = (null, null);
    }

    /// <summary>Whether the server tells that it ends the connection, which nobody has to ask for.</summary>
    private bool IsFatalError(ReadOnlySpan<byte> view) => view[0] == 'E' && _pairs.Waiting == 0 && view.IndexOf("FATAL"u8) >= 0;

    private int LookedAt(byte letter) => letter switch
    {
        (byte)'Q' or (byte)'P' or (byte)'B' => _kept.MostLooked,
        (byte)'E' or (byte)'D' or (byte)'C' => 1024,
        (byte)'F' => 4,
        _ => 0,
    };

    private int LookedAtInResponse(byte letter) => letter switch
    {
        (byte)'D' => _answers.WantsRows && !_isUnknown ? _kept.MostLooked : 0,
        (byte)'A' => _kept.MostLooked,
        (byte)'T' or (byte)'E' => 8192,
        (byte)'C' or (byte)'S' or (byte)'t' => 512,
        (byte)'R' => 4,
        (byte)'Z' => 1,
        _ => 0,
    };

    private int ReadStartup(ReadOnlySpan<byte> view, Moment moment)
    {
        if (view[0] != 0)
            return _isEncrypting ? 0 : Invalid;
        if (view.Length < PgStartup.Bytes)
            return 0;
        var (length, code) = (BinaryPrimitives.ReadInt32BigEndian(view), BinaryPrimitives.ReadInt32BigEndian(view[4..]));
        if (!PgStartup.IsRight(length, code))
            return Invalid;
        if (view.Length < length)
            return 0;
        _connection.Counters.Messages++;
        switch (code)
        {
            case PgStartup.EncryptSsl or PgStartup.EncryptGss:
                _isEncrypting = true;
                return length;
            case PgStartup.CancelRequest:
                Emit(PgCommand.Cancel, moment, default, default, (ulong)length);
                return length;
        }

        _isStarting = false;
        Ask(_kept.RentStep(0, view[PgStartup.Bytes..length], true, (ulong)length, moment.First), isLast: true);
        return length;
    }

    /// <summary>One byte tells whether the connection will be encrypted.</summary>
    private int ReadEncryption(byte answer)
    {
        _isEncrypting = false;
        _hasEnded = answer is (byte)'S' or (byte)'G';
        return _hasEnded || answer == 'N' ? 1 : Invalid;
    }

    private void ReadRequest(byte letter, ReadOnlySpan<byte> body, bool isWhole, ulong size, long time)
    {
        switch (letter)
        {
            case (byte)'d' or (byte)'c' or (byte)'f':
                // What is copied belongs to who asked for it.
                if ((_answering ?? _pairs.Front)?.Steps.TryPeek(out var copying) == true)
                    copying.Size += size;
                return;
            case (byte)'p' or (byte)'X' or (byte)'H':
                return;
        }

        var isQuery = letter is (byte)'Q' or (byte)'F';
        var isLast = isQuery || letter == 'S';
        if (_isPassing && !isQuery)
        {
            _isPassing = !isLast;
            if (!isLast)
                return;
            LosePairs(_answering is not null || _isUnknown);
            _pairs.Pass();
            return;
        }

        _isPassing = false;
        if (_asking is { HasFailed: true } && letter != 'S')
            return;
        if (_steps >= MostSteps)
        {
            LosePairs(_answering is not null || _isUnknown);
            _isPassing = !isLast;
            return;
        }

        Ask(_kept.RentStep(letter, body, isWhole, size, time), isLast);
    }

    private void Ask(PgStep step, bool isLast)
    {
        var time = step.Time;
        if (_asking is null)
        {
            _asking = _kept.RentRound();
            _asking.Steps.Enqueue(step);
            _asking.IsClosed = isLast;
            _steps++;
            _mayResume = true;
            _pairs.Ask(_asking, time);
        }
        else
        {
            _asking.Steps.Enqueue(step);
            _asking.IsClosed = isLast;
            _steps++;
        }

        if (isLast)
            _asking = null;
    }

    private void ReadResponse(byte letter, ReadOnlySpan<byte> body, ulong size, Moment moment)
    {
        switch (letter)
        {
            case (byte)'N':
                if (!_isUnknown)
                    _rows.Notice();
                return;
            case (byte)'S':
                _session.Set(body);
                return;
            case (byte)'A':
                var fields = new PgFields(body);
                fields.Int();
                var channel = fields.Text();
                Emit(PgCommand.Notification, moment, channel, fields.Text(), 0, size);
                return;
        }

        if (_isUnknown)
        {
            if (letter != 'Z')
                return;
            _isUnknown = false;
            // It may have been what waits.
            if (_pairs.Waiting > 0)
                LosePairs(false);
            return;
        }

        if (letter == 'E' && _answering is null && _pairs.Waiting == 0 && IsUnasked(body, moment, size))
            return;
        if (_answering is null && (_answering = _pairs.Answer(moment.First)) is null)
        {
            _connection.Counters.UnpairedResponses++;
            _isUnknown = letter != 'Z';
            return;
        }

        var round = _answering;
        _rows.Uncertain = _pairs.IsInDoubt ? round : null;
        var before = round.Steps.Count;
        var fits = _answers.Read(round, letter, body, size, moment.Last);
        _steps -= before - round.Steps.Count;
        fits &= round.Rows.Count <= MostUncertain;
        if (!fits || (letter == 'Z' && !round.IsClosed))
        {
            _connection.Counters.UnpairedResponses++;
            LosePairs(letter != 'Z');
        }
        else if (letter == 'Z' || _answers.IsFatal)
        {
            Answered(round);
        }
    }

    private void Answered(PgRound round)
    {
        _answering = null;
        if (_answers.IsFatal)
            _rows.Tell();
        if (ReferenceEquals(_asking, round))
            (_asking, _isPassing) = (null, true);
        _steps -= round.Steps.Count;
        _kept.ReturnSteps(round);
        _pairs.Answered();
    }

    private void Add(PgRound round)
    {
        foreach (var row in round.Rows)
            _rows.Emit(row);
        round.Rows.Clear();
        _kept.Return(round);
    }

    /// <summary>Whether it is the end of the connection, which the server decided on by itself.</summary>
    private bool IsUnasked(ReadOnlySpan<byte> body, Moment moment, ulong size)
    {
        var row = _kept.RentExchange();
        row.Begin(_connection, _session, moment.First);
        row.Add(PgCommand.Error);
        row.ResponseSize = size;
        if (PgResult.AddError(row, body, _kept.MostText))
        {
            _rows.Emit(row);
            return true;
        }

        _kept.Return(row);
        return false;
    }

    private void Emit(PgCommand command, Moment moment, ReadOnlySpan<byte> request, ReadOnlySpan<byte> response, ulong requestSize, ulong responseSize = 0)
    {
        var row = _kept.RentExchange();
        row.Begin(_connection, _session, moment.First);
        row.Add(command);
        Readable.Add(row.Request, request, _kept.MostText, TextStyle.Plain);
        Readable.Add(row.Response, response, _kept.MostText, TextStyle.Plain);
        (row.RequestSize, row.ResponseSize) = (requestSize, responseSize);
        _rows.Emit(row);
    }

    private void Unpaired(PgRound round)
    {
        _connection.Counters.UnpairedRequests++;
        _connection.Counters.UnpairedResponses += _pairs.IsRefuting ? 1 : 0;
        if (ReferenceEquals(_asking, round))
            (_asking, _isPassing) = (null, !round.IsClosed);
        var isAnswered = ReferenceEquals(_answering, round);
        if (isAnswered && !_pairs.IsInDoubt)
            _rows.Tell();
        // What its answers told of what was prepared may have been told of something else, or is told no further.
        if (isAnswered || _pairs.IsInDoubt)
            _answers.Lose();
        if (isAnswered)
            (_answering, _isUnknown) = (null, true);
        _steps -= round.Steps.Count;
        _kept.Return(round);
    }

    /// <summary>Which response is to what is not known any more.</summary>
    /// <param name="isUnknown">Whether the rest of a response comes first.</param>
    private void LosePairs(bool isUnknown)
    {
        _pairs.Lose();
        _answers.Lose();
        _isUnknown = isUnknown;
    }
}
