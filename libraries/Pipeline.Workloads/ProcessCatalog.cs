using Microsoft.Extensions.Logging;
using Pipeline.Workloads.Known;
using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads;

/// <summary>
/// Who had which process number when, and in which cgroup: told by kernel programs where the kernel takes them, else read in /proc when somebody asks. It belongs to one
/// thread; <see cref="Figures"/> and <see cref="Dispose"/> may be called on any.
/// </summary>
public sealed class ProcessCatalog : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long Kept = 60 * Second;
    private const int MostKept = 1 << 16;
    private const int MostMisses = 1 << 14;

    private readonly LostTimes _lostTimes;
    private readonly CgroupTable _cgroups;
    private readonly ProcessTable _processes;
    private readonly ProcReader? _proc;
    private readonly Dictionary<(uint Pid, ulong StartTicks), long> _misses = [];
    private long _nextTidying;
    private long _nextCgroups;
    private long _notFound;
    private long _forgottenEarly;

    private ProcessCatalog(LostTimes lostTimes, CgroupTable cgroups, ProcessTable processes, ProcReader? proc)
    {
        _lostTimes = lostTimes;
        _cgroups = cgroups;
        _processes = processes;
        _proc = proc;
    }

    /// <summary>What it holds and lacks.</summary>
    public CatalogFigures Figures => new()
    {
        Living = _processes.Living,
        Gone = _processes.Gone,
        Cgroups = _cgroups.Count,
        NotFound = _notFound,
        ForgottenEarly = _forgottenEarly,
        Unreadable = _proc?.Unreadable ?? 0,
        Readings = _proc?.Readings ?? 0,
    };

    /// <summary>
    /// Attaches the programs where the kernel allows it, then reads the machine's processes and cgroups once. What the machine lacks is said once in the log and is no error.
    /// </summary>
    /// <param name="environment">Where the machine's files are and what this process's number is.</param>
    /// <param name="log">Whom to tell.</param>
    public static ProcessCatalog Start(HostEnvironment environment, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(log);
        var lostTimes = new LostTimes();
        var cgroups = new CgroupTable();

        // Where a pid namespace hides this process's own number, /proc has other numbers than rows.
        var proc = environment.ProcessId == 0 ? null : new ProcReader(new ProcFolder(environment), new CgroupFolders(CgroupMount.Find(environment.HostRoot)), cgroups);
        if (proc is null)
            log.LogWarning("processes that began before this one are not known: /proc is that of another pid namespace (give the container the machine's)");
        var processes = new ProcessTable(new Surroundings(lostTimes, new UserNames(environment), proc));
        var catalog = new ProcessCatalog(lostTimes, cgroups, processes, proc);
        proc?.ReadAll(read => processes.Take(read));
        catalog.Update();
        return catalog;
    }

    /// <summary>Takes in all that the kernel has told up to now, and forgets what ended more than a minute ago.</summary>
    public void Update()
    {
        var now = Native.Now();
        if (now >= _nextTidying)
            Tidy(now);
    }

    /// <summary>Who had the number at that time. Allocates nothing where the process is known.</summary>
    /// <param name="pid">In the init namespace.</param>
    /// <param name="startTicks">When the process began, in 10 ms since boot; 0: the row does not tell.</param>
    /// <param name="time">The row's, in ns since boot.</param>
    /// <returns>Null: nobody knows, or it is not certain.</returns>
    public ProcessInfo? Find(uint pid, ulong startTicks, long time)
    {
        var found = FindKnown(pid, startTicks, time);
        if (found is null || (found.Checked < time && found.Ended == long.MaxValue))
            found = Ask(pid, startTicks, time);
        if (found is null)
            _notFound++;
        return found;
    }

    /// <summary>The cgroup (v2) of that number, as rows' cgroup_id has it. Null: not known, or the root, which is nobody's.</summary>
    public CgroupInfo? FindCgroup(ulong id)
    {
        const ulong root = 1;
        if (id <= root)
            return null;
        return _cgroups.Find(0, id) ?? AskCgroup(id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ProcessInfo? FindKnown(uint pid, ulong startTicks, long time)
    {
        ProcessInfo? begunLater = null;
        for (var process = _processes.Latest(pid); process is not null; process = process.Earlier)
        {
            if (startTicks != 0 && process.StartTicks != startTicks)
                continue;
            if (process.Started > time)
                begunLater = process;
            else
                return startTicks != 0 || IsCertain(process, time) ? process : null;
        }

        // A clock that stands between two looks may be behind; the ticks are its own.
        return startTicks != 0 ? begunLater : null;
    }

    // Whether nobody else can have had its number at that time, which is not before its beginning.
    private static bool IsCertain(ProcessInfo process, long time) =>
        time <= process.Ended && (process.IsExact || time >= process.Started + ProcessInfo.TickLength);

    private ProcessInfo? Ask(uint pid, ulong startTicks, long time)
    {
        if (_proc is null)
            return null;
        if (_misses.TryGetValue((pid, startTicks), out var asked) && (startTicks != 0 || asked >= time))
            return null;
        var latest = _processes.Latest(pid);
        if (_proc.Read(pid) is { } read)
            _processes.Take(read);
        else if (latest is not null)
            _processes.End(latest, latest.Checked);
        var found = FindKnown(pid, startTicks, time);
        if (found is null)
        {
            if (_misses.Count >= MostMisses)
                _misses.Clear();
            _misses[(pid, startTicks)] = Native.Now();
        }

        return found;
    }

    // Those made since the last reading are not known; at most one reading a second.
    private CgroupInfo? AskCgroup(ulong id)
    {
        var now = Native.Now();
        if (_proc is null || now < _nextCgroups)
            return null;
        _nextCgroups = now + Second;
        _proc.ReadCgroups();
        return _cgroups.Find(0, id);
    }

    private void Tidy(long now)
    {
        _nextTidying = now + Second;
        _lostTimes.Forget(now - Kept);
        _forgottenEarly += _processes.Forget(now - Kept, MostKept) + _cgroups.Forget(now - Kept, MostKept);
    }
}
