namespace Pipeline.Workloads.Known;

/// <summary>What the kernel tells of a process.</summary>
internal readonly ref struct ProcessChange
{
    internal required ChangeKind Kind { get; init; }

    internal required long Time { get; init; }

    internal required uint Pid { get; init; }

    /// <summary>When the process began, to the nanosecond.</summary>
    internal required long Started { get; init; }

    internal uint ParentPid { get; init; }

    internal uint NamespacePid { get; init; }

    internal uint UserId { get; init; }

    /// <summary>Where it is now; null: in one that nobody knows.</summary>
    internal CgroupInfo? Cgroup { get; init; }

    /// <summary>Of one that executes: the file. Empty: not told.</summary>
    internal ReadOnlySpan<byte> Executable { get; init; }

    /// <summary>Of one that executes: its arguments, each with a NUL behind it. Empty: not told.</summary>
    internal ReadOnlySpan<byte> Command { get; init; }
}
