using System.Collections.Immutable;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>A kernel source without a kernel: it tells of one program and counts what it is told to, then does what its script says.</summary>
internal sealed class KernelDouble(ProgramStatus program, long attempted, Func<ISourceEmitter, CancellationToken, Task> script) : ISource, IKernelSource
{
    public IReadOnlyList<TableSchema> Tables => [Numbers.Table];

    public Task RunAsync(ISourceEmitter emitter, CancellationToken stop) => script(emitter, stop);

    public KernelAccounts ReadAccounts() =>
        new(attempted, 0, ImmutableSortedDictionary<string, long>.Empty.Add("filtered", attempted), ImmutableSortedDictionary<string, long>.Empty, 0);

    public IReadOnlyList<ProgramStatus> Verify() => [program];

    public IReadOnlyList<ProgramStatus> ReadPrograms() => [program];
}
