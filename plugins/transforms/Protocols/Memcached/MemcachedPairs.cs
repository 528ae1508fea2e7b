using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>
/// Commands that wait. Answers come in order; a quiet command may have none, which shows when a later one is answered. An answer of a kind that no command
/// waits for tells that something was missed: then nothing that waits is paired any more.
/// </summary>
/// <param name="emit">Told of each command whose answer was taken, or that has none.</param>
/// <param name="unpaired">Told of each whose answer is not known.</param>
internal sealed class MemcachedPairs(Action<MemcachedExchange> emit, Action<MemcachedExchange> unpaired)
{
    private const int Most = 1 << 14;

    private readonly OrderedPairing<MemcachedExchange> _pairs = new(unpaired, Most, emit);
    private readonly Queue<MemcachedExchange> _quiet = new();
    private long _sequence;

    // The last command that wanted no answer, and the last that was answered. Servers tell of errors all the same.
    private long _silent = -1;
    private long _answered = -1;

    // Messages were missed, and no answer was certain since.
    private bool _hasLost;

    /// <summary>Whether the command that <c>unpaired</c> is told of had an answer, which is then nobody's either.</summary>
    public bool IsRefuting => _pairs.IsRefuting;

    /// <summary>Whether an answer that begins now belongs to a command that is not here yet, if it belongs to any.</summary>
    public bool IsEarly => _pairs.IsEarly && _quiet.Count == 0;

    public void Ask(MemcachedExchange exchange)
    {
        exchange.Sequence = _sequence++;
        if (!exchange.IsQuiet)
        {
            _pairs.Ask(exchange, exchange.Time);
            return;
        }

        if (_quiet.Count == Most)
            Lose();
        _quiet.Enqueue(exchange);
    }

    /// <summary>A command came that wants no answer, and is with none of those that wait.</summary>
    public void Pass() => _silent = _sequence++;

    /// <summary>An answer is whole; false where it is not known whose it is.</summary>
    public bool TryAnswer(MemcachedReply reply, long time)
    {
        var front = _pairs.Front;
        var quiet = QuietOf(reply, front?.Sequence ?? long.MaxValue, out var isAmbiguous);
        isAmbiguous |= reply.Word == ReplyWord.Error && _silent > _answered;
        // Whether those before it had their answers depends on whether it is its own.
        isAmbiguous |= quiet is null && _quiet.Count > 0 && _pairs.IsInDoubt;
        // Who is quiet may have nothing to say: only a name tells that it is not somebody else who speaks.
        isAmbiguous |= quiet is not null && !IsNamed(reply) && (_hasLost || (front is not null && Fits(front, reply)));
        if (isAmbiguous || (quiet is null && (front is null || !Fits(front, reply))))
        {
            // Also of what the order alone would tell.
            _pairs.Answer(reply.Time);
            Lose();
            return false;
        }

        if (quiet is not null)
        {
            Silence(quiet.Sequence);
            Take(quiet, reply, time);
            emit(_quiet.Dequeue());
            return true;
        }

        var waited = _pairs.Answer(reply.Time);
        if (waited is null)
            return false;
        _hasLost &= _pairs.IsInDoubt;
        Silence(waited.Sequence);
        Take(waited, reply, time);
        _pairs.Answered();
        return true;
    }

    /// <summary>Nothing is on its way any more.</summary>
    public void Rest() => _pairs.Rest();

    /// <summary>Messages were missed.</summary>
    public void Lose()
    {
        while (_quiet.TryDequeue(out var quiet))
            unpaired(quiet);
        _pairs.Lose();
        _hasLost = true;
    }

    public void Clear()
    {
        while (_quiet.TryDequeue(out var quiet))
            unpaired(quiet);
        _pairs.Clear();
    }

    private void Take(MemcachedExchange exchange, MemcachedReply reply, long time)
    {
        exchange.Answer(reply, time);
        _answered = exchange.Sequence;
    }

    /// <summary>Those before it will have no answer.</summary>
    private void Silence(long sequence)
    {
        while (_quiet.TryPeek(out var quiet) && quiet.Sequence < sequence)
            emit(_quiet.Dequeue());
    }

    private MemcachedExchange? QuietOf(MemcachedReply reply, long before, out bool isAmbiguous)
    {
        MemcachedExchange? found = null;
        isAmbiguous = false;
        foreach (var quiet in _quiet)
        {
            if (quiet.Sequence > before)
                break;
            if (!Fits(quiet, reply))
                continue;
            isAmbiguous = found is not null;
            if (isAmbiguous)
                break;
            found = quiet;
            if (IsNamed(reply))
                break;
        }

        return found;
    }

    /// <summary>Whether a number or a key of its own leaves no doubt whose an answer is.</summary>
    private static bool IsNamed(MemcachedReply reply) => reply.Opaque.Length > 0 || reply.Key.Length > 0 || reply.BinaryOpaque != 0;

    private static bool Fits(MemcachedExchange exchange, MemcachedReply reply)
    {
        if (exchange.Family == Family.Binary)
            return reply.Word == ReplyWord.Binary && exchange.BinaryOpcode == reply.BinaryOpcode && exchange.BinaryOpaque == reply.BinaryOpaque
                && (reply.Key.Length == 0 || exchange.BinaryOpcode == BinaryOpcodes.Stat || reply.Key.Bytes.SequenceEqual(exchange.FirstKey.Bytes));
        return reply.Word != ReplyWord.Binary
            && TextReply.Fits(exchange.Family, reply.Word, reply.Hits > 0 && exchange.Format == TextFormat.Text, reply.HasStats)
            && reply.Opaque.Bytes.SequenceEqual(exchange.Opaque.Bytes)
            && (reply.Hits <= (ulong)Math.Max(1, exchange.KeyCount))
            && (reply.Key.Length == 0 || exchange.KeyCount != 1 || reply.Key.Bytes.SequenceEqual(exchange.FirstKey.Bytes));
    }
}
