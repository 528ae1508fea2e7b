namespace Pipeline.Workloads;

/// <summary>What a catalog holds and what it had to leave out. Counts only rise.</summary>
public sealed record CatalogFigures
{
    /// <summary>Processes known that have not ended.</summary>
    public long Living { get; init; }

    /// <summary>Processes known that have ended and are still kept.</summary>
    public long Gone { get; init; }

    /// <summary>Cgroups known, removed ones that are still kept included.</summary>
    public long Cgroups { get; init; }

    /// <summary>Counter: what the kernel had to tell and could not, because the ring was full.</summary>
    public long Lost { get; init; }

    /// <summary>Counter: lookups of processes that nobody knows: begun and ended unseen, or of an unclear time; and of cgroups by path that no cgroup has, or of too many.</summary>
    public long NotFound { get; init; }

    /// <summary>Counter: ended processes forgotten before their time, because there were too many.</summary>
    public long ForgottenEarly { get; init; }

    /// <summary>Counter: processes whose folder in /proc could not be read although it is there (hidepid, privileges).</summary>
    public long Unreadable { get; init; }

    /// <summary>Counter: how often /proc was read as a whole.</summary>
    public long Readings { get; init; }
}
