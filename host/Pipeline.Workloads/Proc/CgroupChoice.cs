namespace Pipeline.Workloads.Proc;

/// <summary>
/// Which of a process's cgroups tells its workload: that of version 2, or where that is the root, the first that is none in the v1 hierarchies of pids, memory and cpu.
/// Every runtime uses these three; systemd puts each unit into that of pids unless it is told not to.
/// </summary>
internal static class CgroupChoice
{
    /// <param name="text">/proc/PID/cgroup.</param>
    /// <param name="chosen">The line; of a process in none the root of version 2, or of the first there is.</param>
    /// <returns>False: there is no line of these.</returns>
    internal static bool TryChoose(ReadOnlySpan<byte> text, out CgroupLine chosen)
    {
        var best = int.MaxValue;
        chosen = default;
        while (CgroupLine.TryTake(ref text, out var line))
        {
            if (Rank(line) is not { } rank || (rank += line.IsRoot ? 4 : 0) >= best)
                continue;
            best = rank;
            chosen = line;
        }

        return best != int.MaxValue;
    }

    private static int? Rank(CgroupLine line) => line switch
    {
        { Hierarchy: 0 } => 0,
        _ when line.Has("pids"u8) => 1,
        _ when line.Has("memory"u8) => 2,
        _ when line.Has("cpu"u8) => 3,
        _ => null,
    };
}
