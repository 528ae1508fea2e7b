using System.Collections.Immutable;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>A kernel source without a kernel: it tells of one program and of the accounts it is given, then does what its script says.</summary>
internal sealed class KernelDouble(ProgramStatus program, KernelAccounts accounts, Func<ISourceEmitter, CancellationToken, Task> script) : ISource, IKernelSource
{
    public IReadOnlyList<TableSchema> Tables => [Numbers.Table];

    public bool HasBegun => true;

    public static KernelAccounts Accounts(long submitted = 0, long filtered = 0, long inRing = 0) =>
        new(
            submitted + filtered,
            submitted,
            ImmutableSortedDictionary<string, long>.Empty.Add("filtered", filtered),
            ImmutableSortedDictionary<string, long>.Empty,
            inRing);

    public Task RunAsync(ISourceEmitter emitter, CancellationToken stop) => script(emitter, stop);

    public KernelAccounts ReadAccounts() => accounts;

    public IReadOnlyList<ProgramStatus> Verify() => [program];

    public IReadOnlyList<ProgramStatus> ReadPrograms() => [program];
}
