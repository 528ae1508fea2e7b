using System.Text;
using Pipeline.Workloads.Known;
using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads;

/// <summary>One process from its beginning to its end. Used by the thread that has the catalog.</summary>
public sealed class ProcessInfo
{
    internal const long TickLength = 10_000_000;

    private readonly Surroundings _surroundings;
    private ProcessDetails? _details;
    private uint _userId;
    private uint _namespacePid;
    private string? _toldCommand;
    private string? _toldExecutable;

    internal ProcessInfo(Surroundings surroundings, int number, uint pid, ulong startTicks, long started)
    {
        _surroundings = surroundings;
        Number = number;
        Pid = pid;
        Started = started;
        StartTicks = startTicks;
    }

    /// <summary>
    /// A small number, no two known processes have the same: an index for caches. It is given to another once this one is forgotten, so a cache keeps this object beside
    /// what it knows, and compares.
    /// </summary>
    public int Number { get; }

    /// <summary>Its number in the init namespace.</summary>
    public uint Pid { get; }

    /// <summary>When it began, in 10 ms since boot, as in /proc/PID/stat.</summary>
    public ulong StartTicks { get; }

    /// <summary>Its parent when it began, or when it was first seen.</summary>
    public uint ParentPid { get; internal set; }

    /// <summary>When its last thread ended, in ns since boot; <see cref="long.MaxValue"/>: it has not. Of one whose end nobody saw: until when it was certain to live.</summary>
    public long Ended { get; internal set; } = long.MaxValue;

    /// <summary>Its number in its own pid namespace, the innermost one; 0: not known.</summary>
    public uint NamespacePid => _namespacePid != 0 ? _namespacePid : Details.NamespacePid;

    /// <summary>Its arguments with a blank between two, at most 4096 bytes, of a short-lived one fewer; null: not known, or none, as a thread of the kernel's has.</summary>
    public string? CommandLine => Details.CommandLine ?? _toldCommand;

    /// <summary>The file that it executes, as the machine has it; null: not known, or none.</summary>
    public string? Executable => Details.Executable ?? _toldExecutable;

    /// <summary>Its real user when it was first asked for, or at its end where that was before.</summary>
    public uint UserId => Details.UserId ?? _userId;

    /// <summary>That user's name in the machine's /etc/passwd; null: it has none there.</summary>
    public string? UserName => _surroundings.Users.NameOf(UserId);

    /// <summary>From when on it is known, in ns since boot: when it began; of one that only /proc told of the beginning of that tick.</summary>
    internal long Started { get; private set; }

    /// <summary>When it began, as the kernel told; 0: it has not.</summary>
    internal long Begun { get; private set; }

    internal bool IsExact => Begun != 0;

    /// <summary>When /proc was last seen to have it; 0: never.</summary>
    internal long Checked { get; set; }

    /// <summary>The one that had the number before.</summary>
    internal ProcessInfo? Earlier { get; set; }

    internal CgroupHistory Cgroups { get; } = new();

    private ProcessDetails Details => _details ??= Ended == long.MaxValue ? _surroundings.ReadDetails(this) : ProcessDetails.None;

    /// <summary>
    /// The cgroup it was in: in version 2, or where that is the root in the first of the v1 hierarchies pids, memory and cpu in which it is not. The root's own where it is in
    /// none. Null: not known, as in a span of time of which events were lost.
    /// </summary>
    /// <param name="time">Nanoseconds since boot.</param>
    public CgroupInfo? CgroupAt(long time) => _surroundings.LostTimes.Has(time) ? null : Cgroups.At(time);

    /// <inheritdoc/>
    public override string ToString() => $"{Pid} of {StartTicks}";

    internal void Begin(long time)
    {
        Begun = time;
        Started = Math.Max(Started, time);
    }

    internal void Tell(uint userId, uint namespacePid)
    {
        _userId = userId;
        _namespacePid = namespacePid;
    }

    internal void Execute(ReadOnlySpan<byte> executable, ReadOnlySpan<byte> command)
    {
        _details = null;
        _toldExecutable = executable.IsEmpty ? null : Encoding.UTF8.GetString(executable);
        _toldCommand = CommandText.Of(command);
    }

    /// <summary>What was told of another process is this one's, which began as its copy.</summary>
    internal void Inherit(ProcessInfo parent)
    {
        _toldExecutable = parent._toldExecutable;
        _toldCommand = parent._toldCommand;
    }
}
