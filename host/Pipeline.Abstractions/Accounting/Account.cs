namespace Pipeline;

/// <summary>
/// The bookkeeping of a piece of input, apart from its memory: batches derived from it carry it to each edge, and when every holder has settled, its owner learns
/// the worst outcome. Thread-safe.
/// </summary>
/// <remarks>
/// The one who makes an account holds it once. Each further holder (the host, per edge a batch goes to; a transform that keeps rows) calls <see cref="Hold"/>
/// first and <see cref="Settle"/> exactly once.
/// </remarks>
public sealed class Account
{
    private readonly IAccountOwner? _owner;
    private int _holders = 1;
    private int _worst;

    /// <param name="owner">Who is told.</param>
    /// <param name="position">The owner's own mark: an offset, a sequence number.</param>
    public Account(IAccountOwner owner, ulong position)
    {
        _owner = owner;
        Position = position;
    }

    private Account()
    {
    }

    /// <summary>For input that nobody can replay: holding and settling it does nothing.</summary>
    public static Account None { get; } = new();

    /// <summary>The owner's own mark.</summary>
    public ulong Position { get; }

    /// <summary>An account that settles each of <paramref name="parents"/> with its own outcome: for rows made from several inputs.</summary>
    /// <remarks>Takes over one hold of each parent. The caller holds the new account once.</remarks>
    public static Account Join(IReadOnlyList<Account> parents)
    {
        if (parents.All(p => p == None))
            return None;
        return parents.Count == 1 ? parents[0] : new Account(new JoinedAccounts([.. parents]), 0);
    }

    /// <summary>Announces one more <see cref="Settle"/>. The caller must be a holder.</summary>
    public void Hold()
    {
        if (_owner is not null && Interlocked.Increment(ref _holders) <= 1)
            throw new InvalidOperationException("an account was held after it was settled");
    }

    /// <summary>Ends one hold; the last one tells the owner.</summary>
    public void Settle(Settlement outcome)
    {
        if (_owner is null)
            return;
        for (var seen = Volatile.Read(ref _worst); seen < (int)outcome;)
        {
            var before = Interlocked.CompareExchange(ref _worst, (int)outcome, seen);
            if (before == seen)
                break;
            seen = before;
        }

        var left = Interlocked.Decrement(ref _holders);
        if (left == 0)
            _owner.Settled(this, (Settlement)Volatile.Read(ref _worst));
        else if (left < 0)
            throw new InvalidOperationException("an account was settled more often than it was held");
    }
}
