namespace Pipeline;

/// <summary>A source whose rows come from kernel programs that count for themselves.</summary>
public interface IKernelSource : IKernelPrograms
{
    /// <summary>
    /// Whether its programs are attached, as far as it wants any and the kernel lets it: from then on it sees what happens. Read on any thread while the source runs.
    /// </summary>
    bool HasBegun { get; }

    /// <summary>
    /// What the programs counted so far. Called on any thread while the source runs, and once after the run, before disposal: then it is final and exact.
    /// </summary>
    KernelAccounts ReadAccounts();
}
