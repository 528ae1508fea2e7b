namespace Pipeline;

/// <summary>Who is told when an account is settled: a source that replays, which may commit up to there.</summary>
public interface IAccountOwner
{
    /// <summary>Called once an account, on whichever thread settles it last; must not block or throw.</summary>
    void Settled(Account account, Settlement outcome);
}
