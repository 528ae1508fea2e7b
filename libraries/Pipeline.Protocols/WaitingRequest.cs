namespace Pipeline.Protocols;

/// <summary>A place in an <see cref="IdPairing{TKey,T}"/>, used again for the next request.</summary>
internal sealed class WaitingRequest<TKey, T>
    where T : class
{
    public TKey Key = default!;

    public T? Request { get; set; }

    public long Since { get; set; }

    public int Bytes { get; set; }

    /// <summary>Neighbours in the order in which requests were asked.</summary>
    public WaitingRequest<TKey, T>? Older { get; set; }

    public WaitingRequest<TKey, T>? Newer { get; set; }

    /// <summary>Who waits with the same key and was asked later.</summary>
    public WaitingRequest<TKey, T>? NextOfKey { get; set; }

    public void Clear() => (Key, Request, Older, Newer, NextOfKey) = (default!, null, null, null, null);
}
