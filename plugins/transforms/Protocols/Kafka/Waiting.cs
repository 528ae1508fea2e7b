using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>
/// The requests of a connection that wait for their responses, by number. A broker answers them in the order in which they came: that is not needed to pair them, but
/// tells after a loss whose response was lost. A client that gives every request the same number has only the order, which a loss destroys.
/// </summary>
/// <param name="unpaired">Told of each request that will have no response.</param>
internal sealed class Waiting(Action<KafkaExchange> unpaired)
{
    private const int Most = 1 << 16;

    /// <summary>What a client has asked for between two requests at most.</summary>
    private const uint MostBetween = 1 << 20;

    // Its clock counts requests, so that those that were asked before another can be given up.
    private readonly IdPairing<int, KafkaExchange> _pairs = new(1, Most, long.MaxValue, (exchange, _) => unpaired(exchange));
    private long _asked;
    private long _lostUpTo;
    private int _last;
    private bool _repeats;

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _pairs.Waiting == 0;

    /// <summary>Who waits for a response of this number; null: nobody.</summary>
    public KafkaExchange? Find(int number) => _pairs.Find(number);

    /// <summary>Whether a response of this number that nobody waits for was asked for before the last request, and is not to one that is still to come.</summary>
    public bool IsLate(int number) => number != _last && (uint)_last - (uint)number < MostBetween;

    /// <summary>Whether a request with this number may have been asked, or be asked soon.</summary>
    public bool IsNear(int number) => (uint)_last - (uint)number + MostBetween < 2 * MostBetween;

    public void Ask(KafkaExchange exchange)
    {
        var number = exchange.CorrelationId;
        _repeats |= _asked > 0 && number == _last;
        _last = number;
        exchange.Number = ++_asked;
        if (_pairs.Find(number) is { } before && before.Number <= _lostUpTo)
        {
            _pairs.Answered(number, before);
            unpaired(before);
        }

        _pairs.Ask(number, exchange, exchange.Number, 0);
    }

    /// <summary>A request has its response: those before it that lost theirs are given up.</summary>
    public void Answered(KafkaExchange exchange)
    {
        _pairs.Answered(exchange.CorrelationId, exchange);
        if (_lostUpTo == 0)
            return;
        _pairs.Expire(Math.Min(exchange.Number, _lostUpTo + 1));
        if (exchange.Number >= _lostUpTo)
            _lostUpTo = 0;
    }

    /// <summary>Messages of a side were lost, nobody knows how many.</summary>
    public void Lose(Side side)
    {
        if (_repeats)
            _pairs.Clear();
        else if (side == Side.Response)
            _lostUpTo = _asked;
    }

    public void Clear() => _pairs.Clear();
}
