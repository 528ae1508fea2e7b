namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>Requests that wait for the first message on a subject of their own. Who uses a subject twice meanwhile has no answer that is certain.</summary>
internal sealed class NatsWaiting
{
    /// <summary>Nanoseconds after which a request is told without its answer.</summary>
    public const long Patience = 10_000_000_000;

    private const int Most = 4096;

    private readonly Dictionary<ulong, NatsCall?> _byInbox = [];
    private readonly Queue<(ulong Inbox, long Time)> _order = new();

    /// <summary>A request waits; false: another of the same subject does.</summary>
    public bool TryWait(NatsCall call, ulong inbox)
    {
        if (_byInbox.ContainsKey(inbox))
            return false;
        _byInbox.Add(inbox, call);
        _order.Enqueue((inbox, call.Time));
        call.Inbox = inbox;
        return true;
    }

    /// <summary>Nobody who waits on a subject has an answer that is certain, until that is forgotten; who waited, if anybody.</summary>
    public NatsCall? Spoil(ulong inbox)
    {
        var call = _byInbox.GetValueOrDefault(inbox);
        _byInbox[inbox] = null;
        return call;
    }

    /// <summary>Takes out who waits for messages on a subject; null: nobody does.</summary>
    public NatsCall? Take(ulong inbox, ReadOnlySpan<byte> subject)
    {
        if (!_byInbox.TryGetValue(inbox, out var call) || call is null || !call.ReplyTo.Bytes.SequenceEqual(subject))
            return null;
        _byInbox.Remove(inbox);
        while (_order.TryPeek(out var oldest) && !_byInbox.ContainsKey(oldest.Inbox))
            _order.Dequeue();
        return call;
    }

    /// <summary>Takes out who has waited too long, or must make room; null: nobody.</summary>
    /// <param name="now">The time of now; the greatest: all.</param>
    public NatsCall? Expire(long now)
    {
        while (_order.TryPeek(out var oldest) && (now - Patience > oldest.Time || now == long.MaxValue || _order.Count > Most))
        {
            _order.Dequeue();
            if (_byInbox.TryGetValue(oldest.Inbox, out var call) && (call is null || call.Time == oldest.Time))
            {
                _byInbox.Remove(oldest.Inbox);
                if (call is not null)
                    return call;
            }
        }

        return null;
    }

    /// <summary>A subject in one number, never 0.</summary>
    public static ulong NumberOf(ReadOnlySpan<byte> subject)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in subject)
            hash = (hash ^ b) * 1099511628211;
        return hash | 1;
    }
}
