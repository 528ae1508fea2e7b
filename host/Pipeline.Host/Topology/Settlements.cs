using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>Settles accounts. Their owners are plugins: one that throws when it is told must not break the edge or the neighbour that told it.</summary>
internal sealed class Settlements(ILogger log)
{
    /// <summary>Ends one hold. Never under a lock of the host: the owner may take one of its own.</summary>
    public void Settle(Account account, Settlement outcome)
    {
        try
        {
            account.Settle(outcome);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError(e, "the owner of an account threw when it was told {Outcome}", outcome);
        }
    }

    /// <summary>Ends one hold and gives a reference back.</summary>
    public void End(RecordBatch batch, Settlement outcome)
    {
        Settle(batch.Account, outcome);
        batch.Release();
    }
}
