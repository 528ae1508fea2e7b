namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>How a process ended.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Code">What it passed to exit, or 0.</param>
/// <param name="Signal">What ended it, or 0.</param>
/// <param name="Dumped">Whether its memory was written to a file.</param>
internal sealed record Ending(int Pid, int Code, int Signal, bool Dumped)
{
    /// <summary>From a status as wait4 tells it.</summary>
    internal static Ending OfStatus(int pid, int status) => new(pid, status >> 8 & 0xff, status & 0x7f, (status & 0x80) != 0);
}
