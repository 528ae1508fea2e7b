namespace Pipeline.Protocols;

/// <summary>
/// Pairs requests and responses by their order, and after a loss only where that is still certain. One who never lets two requests wait (serial) is paired
/// again from the next request on. One who lets several wait, and has always read all responses before the next ones, is paired again from where it asks after a
/// response. Of any other nothing is known that waits: nothing is paired until the connection was quiet for <see cref="Quiet"/>, or has gone to and fro long
/// enough to be taken for serial. A response may come before its request, where the row of that is late: nobody is paired again by a habit who was seen to do
/// so, and who is paired again by one is believed only as long as it keeps to it. What remains: one whose first late rows ever are those next to a loss.
/// </summary>
/// <remarks>
/// What is not certain yet may be kept until it is. Somebody joined in the middle, or behind a loss, is paired in order as if nothing had waited; had k requests
/// waited that nobody saw, there are k responses more than requests by the time nothing waits any more. So each response too many refutes all pairs before it,
/// and where nothing waits and none was too many, they are right, each of them.
/// </remarks>
/// <typeparam name="T">A request, with what is known of its response.</typeparam>
public sealed class OrderedPairing<T>
    where T : class
{
    /// <summary>Nanoseconds without a message after which no request waits any more that nobody saw, unless one waits that somebody saw.</summary>
    public const long Quiet = 1_000_000_000;

    /// <summary>Requests that are kept while it is not certain what their responses are.</summary>
    private const int MostUncertain = 64;

    private const int SerialFrom = 2;
    private const int SerialAgainFrom = 16;

    // Times that someone has to ask again with nothing waiting until this is taken for a habit.
    private const int InTurnsFrom = 16;
    private const int Trial = 16;

    private readonly Queue<(T Request, long Time)> _waiting = new();

    // Paired, and not certain; where doubt has ended, certain once the next response shows that none was missed.
    private readonly Queue<T> _uncertain = new();
    private readonly Action<T> _unpaired;
    private readonly Action<T>? _paired;
    private readonly int _most;
    private ConnectionStyle _style;
    private bool _inDoubt;
    private bool _lastWasRequest;
    private int _clean;
    private int _turns;

    // Asked again while responses were missing: by habit, if those come, or because they were lost.
    private bool _isAhead;
    private bool _hasNoTurns;
    private bool _hasAnsweredSince;
    private long? _lastTime;

    // Messages were missed, and no request was asked since.
    private bool _isLost;

    // The last that was asked has passed unseen, and nothing was answered since.
    private bool _hasPassed;

    // Turns that one who was paired again by a habit has to keep to it.
    private int _onTrial;

    // When there was a response of which nobody can tell whether its request is late.
    private long? _strayTime;

    /// <param name="unpaired">Told of each request that will have no response.</param>
    /// <param name="most">Requests that may wait; of one that sends more without an answer nothing is paired.</param>
    /// <param name="paired">
    /// Told of each request that was <see cref="Answered"/>, in their order and as soon as that is certain. Null where the caller cannot wait: then only what is certain at once
    /// is paired.
    /// </param>
    public OrderedPairing(Action<T> unpaired, int most = 1024, Action<T>? paired = null) => (_unpaired, _most, _paired) = (unpaired, most, paired);

    /// <summary>Requests that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The request that the next response belongs to, by all that is known; null when that is not known.</summary>
    public T? Front => _waiting.TryPeek(out var front) ? front.Request : null;

    /// <summary>Whether requests may wait that nobody saw, so that pairs are not certain.</summary>
    public bool IsInDoubt => _inDoubt;

    /// <summary>Whether the request that the caller is told of had been paired with a response, which is then nobody's either.</summary>
    public bool IsRefuting { get; private set; }

    /// <summary>Whether a response that begins now belongs to a request that is not here yet, if it belongs to any.</summary>
    public bool IsEarly => _waiting.Count == 0 && !_inDoubt && !_isLost;

    /// <summary>A request has begun.</summary>
    public void Ask(T request, long time)
    {
        if (_strayTime is { } stray && time - stray <= EarlyResponse.Bound)
            Doubt();
        _strayTime = null;
        // Who asks on before that is answered lets several wait.
        if (_hasPassed)
            (_style, _clean, _inDoubt, _hasPassed) = (ConnectionStyle.Pipelined, 0, true, false);
        if (_inDoubt)
            Reconsider(time);
        else if (!_lastWasRequest && _waiting.Count > 0)
            _isAhead = true;
        else if (!_lastWasRequest && _hasAnsweredSince)
            EndTurn();
        // Of to and fro only what strictly alternates is evidence.
        _clean = _lastWasRequest ? 0 : _clean;
        (_lastWasRequest, _lastTime) = (true, time);
        if (_inDoubt && (_paired is null || _waiting.Count + _uncertain.Count == MostUncertain))
        {
            Clear();
            _unpaired(request);
            return;
        }

        if (_waiting.Count == _most)
        {
            Lose();
            _unpaired(request);
            return;
        }

        _isLost = false;
        _waiting.Enqueue((request, time));
    }

    /// <summary>A response has begun: the request it belongs to, which goes on waiting until <see cref="Answered"/>; null when that is not known.</summary>
    public T? Answer(long time)
    {
        _hasPassed = false;
        if (_inDoubt)
            return AnswerInDoubt(time);
        var isRace = _waiting.Count > 0 && time < _lastTime;
        // One that begins behind the request that ended the doubt shows that none was missed before it; any other is one too many.
        if (isRace || _waiting.Count == 0)
            Refute();
        else if (time > _lastTime)
            TellCertain();
        if (_onTrial > 0 && (isRace || (_style == ConnectionStyle.Serial ? _waiting.Count > 1 : _isAhead)))
            Doubt();
        if (isRace)
            (_style, _hasNoTurns) = (ConnectionStyle.Pipelined, true);
        // Also one who asked again before the end of a response.
        if (_waiting.Count > 1 || _isAhead)
            (_style, _clean) = (ConnectionStyle.Pipelined, 0);
        var isTurn = _lastWasRequest;
        _hasNoTurns |= _isAhead;
        _hasAnsweredSince = true;
        (_lastWasRequest, _lastTime) = (false, Math.Max(_lastTime ?? time, time));
        _clean = isTurn && _style != ConnectionStyle.Pipelined ? _clean + 1 : 0;
        // On trial, it may be in doubt by now.
        if (_inDoubt || _waiting.Count == 0)
        {
            // Without a loss that is known, a response without a request tells that there was one.
            _clean = _inDoubt ? _clean : 0;
            _strayTime = IsEarly ? time : _strayTime;
            return null;
        }

        if (_style == ConnectionStyle.Unknown && _clean >= SerialFrom)
            _style = ConnectionStyle.Serial;
        return _waiting.Peek().Request;
    }

    /// <summary>The request at the front has its response, all of it.</summary>
    public T Answered()
    {
        var request = _waiting.Dequeue().Request;
        if (_inDoubt)
            _uncertain.Enqueue(request);
        else
            _paired?.Invoke(request);
        return request;
    }

    /// <summary>Nothing was moved for <see cref="Quiet"/>, or will be any more, and nothing was missed.</summary>
    public void Rest()
    {
        if (!_inDoubt || _waiting.Count == 0)
            TellCertain();
    }

    /// <summary>Messages of either side were missed, nobody knows how many.</summary>
    public void Lose()
    {
        Clear();
        (_clean, _isAhead, _hasAnsweredSince) = (0, false, false);
        (_strayTime, _inDoubt, _isLost, _onTrial) = (null, _style != ConnectionStyle.Serial, true, Trial);
    }

    /// <summary>A request has ended of which the beginning was missed, as <see cref="Lose"/> has told: it waits, too, and nobody takes its response.</summary>
    public void Pass() => _hasPassed = true;

    /// <summary>No response will come, and of those that came it is not known whose they are.</summary>
    public void Clear()
    {
        Refute();
        while (_waiting.TryDequeue(out var waiting))
            _unpaired(waiting.Request);
    }

    private T? AnswerInDoubt(long time)
    {
        var isTurn = _lastWasRequest;
        (_lastWasRequest, _hasAnsweredSince, _lastTime) = (false, true, Math.Max(_lastTime ?? time, time));
        _clean = isTurn && _style != ConnectionStyle.Pipelined ? _clean + 1 : 0;
        if (_waiting.TryPeek(out var front) && front.Time <= time)
            return front.Request;
        // One too many, or one that was sent before what it would answer.
        Clear();
        return null;
    }

    private void Refute()
    {
        IsRefuting = true;
        while (_uncertain.TryDequeue(out var uncertain))
            _unpaired(uncertain);
        IsRefuting = false;
    }

    private void TellCertain()
    {
        while (_uncertain.TryDequeue(out var certain))
            _paired!(certain);
    }

    /// <summary>Which response is whose is not known, and no habit tells.</summary>
    private void Doubt()
    {
        Lose();
        (_inDoubt, _hasNoTurns) = (true, true);
    }

    /// <summary>A habit is evidence of what follows, as long as it is kept to, and not of what came before.</summary>
    private void EndDoubtByHabit()
    {
        Clear();
        (_inDoubt, _clean) = (false, 0);
    }

    /// <summary>Asked again with nothing waiting.</summary>
    private void EndTurn()
    {
        _turns++;
        if (_onTrial > 0)
            _onTrial--;
    }

    private void Reconsider(long time)
    {
        // A request that waits tells that it is not the connection that rests, but the server that thinks.
        if (time - _lastTime >= Quiet && _waiting.Count == 0)
            (_inDoubt, _clean, _lastWasRequest) = (false, 0, false);
        else if (!_lastWasRequest && _hasAnsweredSince && _turns >= InTurnsFrom && !_hasNoTurns)
            EndDoubtByHabit();
        else if (_style == ConnectionStyle.Unknown && _clean >= SerialAgainFrom && !_lastWasRequest)
            (_inDoubt, _style) = (false, ConnectionStyle.Serial);
        // Nothing waits from here on: what did so will not be answered.
        if (!_inDoubt && _waiting.Count > 0)
            Clear();
    }
}
