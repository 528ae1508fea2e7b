using System.Collections.Concurrent;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>An owner of accounts that remembers how each ended, and that none ended twice.</summary>
internal sealed class SettledAccounts : IAccountOwner
{
    private readonly ConcurrentDictionary<ulong, Settlement> _outcomes = new();

    public IReadOnlyDictionary<ulong, Settlement> Outcomes => _outcomes;

    public bool SettledTwice { get; private set; }

    public void Settled(Account account, Settlement outcome) => SettledTwice |= !_outcomes.TryAdd(account.Position, outcome);
}
