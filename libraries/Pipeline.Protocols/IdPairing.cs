namespace Pipeline.Protocols;

/// <summary>
/// Pairs requests and responses by what both carry: an id, or several values together, such as the connection, the channel and the id. One instance may serve
/// one connection or, where the key names it, all connections of a protocol; then nobody has to remember a connection only because it waits. Ids outlive
/// losses: after one the requests that wait go on waiting, and it is for the caller to say what a time-out means then.
/// </summary>
/// <remarks>
/// Where an id is used again while a request of that id waits, both wait, in the order in which they were asked. Bounded in number and bytes: beyond, whoever
/// has waited longest is given up. Nothing is allocated once as many have waited as ever will. One thread at a time.
/// </remarks>
/// <typeparam name="TKey">What a request and its response have in common.</typeparam>
/// <typeparam name="T">A request, with what is known of it.</typeparam>
public sealed class IdPairing<TKey, T>
    where TKey : notnull, IEquatable<TKey>
    where T : class
{
    /// <summary>Requests of one key that may wait: whoever uses an id so often does not mean it.</summary>
    private const int MostOfKey = 16;

    private readonly Dictionary<TKey, WaitingRequest<TKey, T>> _byKey = [];
    private readonly Stack<WaitingRequest<TKey, T>> _unused = new();
    private readonly long _timeout;
    private readonly int _most;
    private readonly long _mostBytes;
    private readonly Action<T, WaitEnd> _unpaired;
    private WaitingRequest<TKey, T>? _oldest;
    private WaitingRequest<TKey, T>? _newest;

    /// <param name="timeout">How long a request waits at most, in nanoseconds.</param>
    /// <param name="most">Requests that may wait.</param>
    /// <param name="mostBytes">Bytes that they may take together.</param>
    /// <param name="unpaired">Told of each request that will have no response, and why. It must not throw, nor call back.</param>
    public IdPairing(long timeout, int most, long mostBytes, Action<T, WaitEnd> unpaired)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        (_timeout, _most, _mostBytes, _unpaired) = (timeout, most, mostBytes, unpaired);
    }

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Bytes they take, as told to <see cref="Ask"/>.</summary>
    public long Bytes { get; private set; }

    /// <summary>A request has begun to wait.</summary>
    /// <param name="key">What its response will carry too.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">By a clock that does not go back, in nanoseconds: <see cref="IConnection.Now"/>.</param>
    /// <param name="bytes">What it takes.</param>
    public void Ask(in TKey key, T request, long now, int bytes)
    {
        while (_oldest is { } oldest && (Waiting == _most || Bytes + bytes > _mostBytes))
            End(oldest, WaitEnd.Evicted);
        var waiting = _unused.TryPop(out var unused) ? unused : new WaitingRequest<TKey, T>();
        (waiting.Key, waiting.Request, waiting.Since, waiting.Bytes) = (key, request, now, bytes);
        waiting.Older = _newest;
        if (_newest is null)
            _oldest = waiting;
        else
            _newest.Newer = waiting;
        _newest = waiting;
        (Waiting, Bytes) = (Waiting + 1, Bytes + bytes);
        if (_byKey.TryAdd(key, waiting))
            return;
        var first = _byKey[key];
        var (last, ofKey) = (first, 2);
        for (; last.NextOfKey is { } next; ofKey++)
            last = next;
        last.NextOfKey = waiting;
        if (ofKey > MostOfKey)
            End(first, WaitEnd.Evicted);
    }

    /// <summary>Who has waited longest with a key; null when none waits. It goes on waiting until <see cref="Answered"/>.</summary>
    public T? Find(in TKey key) => _byKey.TryGetValue(key, out var first) ? first.Request : null;

    /// <summary>Who has waited longest of those with a key that fit what else the response tells; null when none does.</summary>
    public T? Find<TWhat>(in TKey key, TWhat what, Func<T, TWhat, bool> fits)
    {
        for (var waiting = _byKey.GetValueOrDefault(key); waiting is not null; waiting = waiting.NextOfKey)
            if (fits(waiting.Request!, what))
                return waiting.Request;
        return null;
    }

    /// <summary>A request has its response. Nothing happens where it does not wait.</summary>
    public void Answered(in TKey key, T request)
    {
        for (var waiting = _byKey.GetValueOrDefault(key); waiting is not null; waiting = waiting.NextOfKey)
            if (ReferenceEquals(waiting.Request, request))
            {
                Remove(waiting);
                return;
            }
    }

    /// <summary>Gives up who has waited for too long.</summary>
    /// <param name="now">By the clock of <see cref="Ask"/>; <see cref="long.MaxValue"/>: no response will come for anybody.</param>
    public void Expire(long now)
    {
        while (_oldest is { } oldest && (now == long.MaxValue || now - oldest.Since >= _timeout))
            End(oldest, WaitEnd.TimedOut);
    }

    /// <summary>Gives up all.</summary>
    public void Clear()
    {
        while (_oldest is { } oldest)
            End(oldest, WaitEnd.Cleared);
    }

    private void End(WaitingRequest<TKey, T> waiting, WaitEnd why)
    {
        var request = waiting.Request!;
        Remove(waiting);
        _unpaired(request, why);
    }

    private void Remove(WaitingRequest<TKey, T> waiting)
    {
        var first = _byKey[waiting.Key];
        if (ReferenceEquals(first, waiting) && waiting.NextOfKey is null)
            _byKey.Remove(waiting.Key);
        else if (ReferenceEquals(first, waiting))
            _byKey[waiting.Key] = waiting.NextOfKey!;
        else
            Unlink(first, waiting);
        if (waiting.Older is null)
            _oldest = waiting.Newer;
        else
            waiting.Older.Newer = waiting.Newer;
        if (waiting.Newer is null)
            _newest = waiting.Older;
        else
            waiting.Newer.Older = waiting.Older;
        (Waiting, Bytes) = (Waiting - 1, Bytes - waiting.Bytes);
        waiting.Clear();
        _unused.Push(waiting);
    }

    private static void Unlink(WaitingRequest<TKey, T> first, WaitingRequest<TKey, T> waiting)
    {
        while (!ReferenceEquals(first.NextOfKey, waiting))
            first = first.NextOfKey!;
        first.NextOfKey = waiting.NextOfKey;
    }
}
