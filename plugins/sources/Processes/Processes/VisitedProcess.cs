using Pipeline.Files;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>A process that a walk has come to.</summary>
/// <param name="pid">Its number.</param>
/// <param name="folder">Its folder in /proc, which is open and the walk's.</param>
/// <param name="stat">What its file <c>stat</c> tells.</param>
/// <param name="isHost">Whether it is this host, which is not wanted in tables of processes.</param>
internal readonly ref struct VisitedProcess(int pid, Folder folder, ProcessStat stat, bool isHost)
{
    internal int Pid { get; } = pid;

    internal Folder Folder { get; } = folder;

    internal ProcessStat Stat { get; } = stat;

    internal bool IsHost { get; } = isHost;

    /// <summary>A number is given again; this is not.</summary>
    internal ProcessKey Key => new(Pid, Stat.StartTicks);
}
