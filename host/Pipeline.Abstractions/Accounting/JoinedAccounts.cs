namespace Pipeline;

/// <summary>Passes the outcome of a joined account on to its parents.</summary>
internal sealed class JoinedAccounts(Account[] parents) : IAccountOwner
{
    public void Settled(Account account, Settlement outcome)
    {
        foreach (var parent in parents)
            parent.Settle(outcome);
    }
}
