namespace Pipeline;

/// <summary>A source whose rows come from kernel programs that count for themselves.</summary>
public interface IKernelSource
{
    /// <summary>
    /// What the programs counted so far. Called on any thread while the source runs, and once after the run, before disposal: then it is final and exact.
    /// </summary>
    KernelAccounts ReadAccounts();

    /// <summary>Loads every program of every variant through the verifier and attaches nothing. Called instead of a run.</summary>
    IReadOnlyList<ProgramStatus> Verify();

    /// <summary>State, run time and run count of each program so far, on any thread.</summary>
    IReadOnlyList<ProgramStatus> ReadPrograms();
}
