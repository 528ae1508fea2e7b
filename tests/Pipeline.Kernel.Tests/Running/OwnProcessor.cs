namespace Pipeline.Kernel.Tests.Running;

/// <summary>
/// A processor that hardly anybody gets but a command of the test's and something that keeps it busy. What happens when a timer goes off, as a segment that is sent again, happens
/// in whatever process has the processor; sandboxes may keep their own process 1 from sight, and then no program is told of what interrupts that.
/// </summary>
internal sealed class OwnProcessor : IDisposable
{
    // The kernel moves what may run elsewhere away from what counts for more.
    private readonly string[] _there = ["taskset", "--cpu-list", "0", "nice", "-n", "-20"];
    private readonly RunningProcess _busy;

    internal OwnProcessor() => _busy = RunningProcess.Start(Inside("timeout", "10m", "sh", "-c", "while :; do :; done"));

    /// <summary>A command that runs on it.</summary>
    internal IEnumerable<string> Inside(params IEnumerable<string> command) => [.. _there, .. command];

    public void Dispose() => _busy.Dispose();
}
