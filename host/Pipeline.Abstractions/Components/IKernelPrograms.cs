namespace Pipeline;

/// <summary>
/// A component with programs in the kernel. A transform that has some goes on without them where the kernel refuses them, or throws when it is started; a source whose rows
/// they make is an <see cref="IKernelSource"/>.
/// </summary>
public interface IKernelPrograms
{
    /// <summary>Loads every program of every variant through the verifier and attaches nothing. Called instead of a run.</summary>
    IReadOnlyList<ProgramStatus> Verify();

    /// <summary>State, run time and run count of each program so far. Called on any thread, at any time between building and disposal.</summary>
    IReadOnlyList<ProgramStatus> ReadPrograms();
}
