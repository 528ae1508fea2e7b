using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pairing;

/// <summary>
/// Requests of one connection that wait for responses with their numbers, where numbers may be used again. After responses were lost a number alone does not tell:
/// the request's own may have been among them, and the next request of that number need not have been seen yet. Then the request is given up rather than paired
/// with another's response; where numbers only grow it goes on waiting.
/// </summary>
/// <param name="areReused">Whether numbers are used again once they are answered; else that shows in whether each is larger than the last.</param>
/// <param name="unpaired">Told of each request that will have no response. It must not throw, nor call back.</param>
internal sealed class NumberedPairs<T>(bool areReused, Action<T> unpaired)
    where T : class, INumbered
{
    private const int Most = 1 << 15;
    private const long MostBytes = 16 << 20;

    // Slow as answers may be: whoever waits longer was given up by its client.
    private const long Timeout = 600_000_000_000;

    private readonly IdPairing<int, T> _pairs = new(Timeout, Most, MostBytes, (request, _) => unpaired(request));
    private int _losses;
    private bool _doGrow;
    private bool _areReused = areReused;
    private int? _last;

    // When a response last came for which nobody waited.
    private long _strayTime = long.MinValue;

    // Requests may have been missed since the last one that was seen.
    private bool _isLost;

    public int Waiting => _pairs.Waiting;

    /// <summary>Whether a response with a number can be read now: its request is here, or may have been lost.</summary>
    public bool IsDue(int number) => _isLost || _pairs.Find(number) is not null;

    /// <summary>Whether any response can be read now.</summary>
    public bool IsAnyDue => _isLost || _pairs.Waiting > 0;

    /// <summary>Who has waited longest with a number; null when none waits.</summary>
    public T? Peek(int number) => _pairs.Find(number);

    public void Ask(T request, long now)
    {
        _pairs.Expire(now);
        _areReused |= request.Number <= _last;
        (_doGrow, _last) = (!_areReused && _last is not null, request.Number);
        // Where numbers are used again, a response whose request was lost looks like one that came before its request.
        _isLost &= !_doGrow;
        request.Losses = _losses;
        // It was whole only now, and that response may have been its own: the next with its number would be another's.
        if (!_doGrow && request.Time <= _strayTime)
        {
            unpaired(request);
            return;
        }

        _pairs.Ask(request.Number, request, now, request.Memory);
    }

    /// <summary>Takes the request that a response answers from those that wait; null where that is not known.</summary>
    /// <param name="number">The response's.</param>
    /// <param name="time">When its last byte was moved.</param>
    public T? Answer(int number, long time)
    {
        while (_pairs.Find(number) is { } request)
        {
            _pairs.Answered(number, request);
            if (request.Losses == _losses || _doGrow)
                return request;
            unpaired(request);
        }

        _strayTime = Math.Max(_strayTime, time);
        return null;
    }

    /// <summary>Messages of a side were missed, nobody knows how many.</summary>
    public void Lose(Side side)
    {
        _isLost = true;
        _losses += side == Side.Response ? 1 : 0;
    }

    /// <summary>No response will come to anybody.</summary>
    public void Clear() => _pairs.Clear();
}
