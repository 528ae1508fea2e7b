using Microsoft.Extensions.Logging;
using Pipeline.Bpf;
using Pipeline.Bpf.Rings;
using Pipeline.Workloads.Kernel;
using Pipeline.Workloads.Known;
using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads;

/// <summary>
/// Who had which process number when, and in which cgroup: told by kernel programs where the kernel takes them, else read in /proc when somebody asks. Components reach it
/// through a <see cref="CatalogShare"/>. One thread at a time; <see cref="Figures"/>, <see cref="ReadPrograms"/>, <see cref="ReadAccounts"/> and <see cref="Dispose"/> may be called on any at any time.
/// </summary>
public sealed class ProcessCatalog : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long Kept = 60 * Second;
    private const int MostKept = 1 << 16;
    private const int MostMisses = 1 << 14;

    private readonly Knowledge _known;
    private readonly ProcReader? _proc;
    private readonly ILogger _log;
    private readonly Dictionary<(uint Pid, ulong StartTicks), long> _misses = [];
    private readonly HashSet<ulong> _missingCgroups = [];
    private KernelEvents? _kernel;
    private IReadOnlyList<ProgramStatus> _refused = [];
    private long _nextTidying;
    private long _nextReading;
    private long _nextForgetting;
    private long _notFound;
    private long _forgottenEarly;
    private bool _toldOfLoss;

    private ProcessCatalog(Knowledge known, ProcReader? proc, ILogger log)
    {
        _known = known;
        _proc = proc;
        _log = log;
    }

    /// <summary>What it holds and lacks.</summary>
    internal CatalogFigures Figures => new()
    {
        Living = _known.Processes.Living,
        Gone = _known.Processes.Gone,
        Cgroups = _known.Cgroups.Count,
        Lost = _kernel?.Lost ?? 0,
        NotFound = Volatile.Read(ref _notFound),
        ForgottenEarly = Volatile.Read(ref _forgottenEarly),
        Unreadable = _proc?.Unreadable ?? 0,
        Readings = _proc?.Readings ?? 0,
    };

    /// <summary>
    /// Attaches the programs where the kernel allows it, then reads the machine's processes and cgroups once. What the machine lacks is said once in the log and is no error.
    /// </summary>
    /// <param name="environment">Where the machine's files are and what this process's number is.</param>
    /// <param name="log">Whom to tell.</param>
    internal static ProcessCatalog Start(HostEnvironment environment, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(log);
        return Start(environment, KernelEvents.Settings(environment), log);
    }

    /// <summary>With the programs loaded as <paramref name="settings"/> say.</summary>
    internal static ProcessCatalog Start(HostEnvironment environment, BpfSettings settings, ILogger log)
    {
        var cgroups = new CgroupTable();

        // Where a pid namespace hides this process's own number, /proc has other numbers than rows.
        var proc = environment.ProcessId == 0 ? null : new ProcReader(new ProcFolder(environment), new CgroupFolders(CgroupMount.Find(environment.HostRoot)), cgroups);
        if (proc is null)
            log.LogWarning("processes that are running already are not known: /proc is that of another pid namespace (give the container the machine's)");
        var known = new Knowledge(new Surroundings(new LostTimes(), cgroups, new UserNames(environment), proc));
        var catalog = new ProcessCatalog(known, proc, log);
        catalog.Begin(environment, settings);
        return catalog;
    }

    /// <summary>Takes the programs through the verifier and attaches none: for <c>validate --kernel</c>.</summary>
    /// <exception cref="BpfException">The object cannot be opened.</exception>
    public static IReadOnlyList<ProgramStatus> Verify(HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return BpfObject.Verify(KernelEvents.ReadSpec(environment), KernelEvents.Settings(environment));
    }

    /// <summary>State, run time and run count of each program.</summary>
    internal IReadOnlyList<ProgramStatus> ReadPrograms() => _kernel?.ReadPrograms() ?? _refused;

    /// <summary>What the programs counted; null: they do not run.</summary>
    internal KernelAccounts? ReadAccounts() => _kernel?.ReadAccounts();

    /// <summary>Takes in all that the kernel has told up to now, and forgets what ended more than a minute ago.</summary>
    public void Update()
    {
        var now = BootClock.Now();
        Take();
        if (now >= _nextTidying)
            Tidy(now);
        if (_known.LostTimes.IsOpen && now >= _nextReading)
            ReadAnew(now);
    }

    /// <summary>Who had the number at that time. Allocates nothing where the process is known.</summary>
    /// <param name="pid">In the init namespace.</param>
    /// <param name="startTicks">When the process began, in 10 ms since boot; 0: the row does not tell.</param>
    /// <param name="time">The row's, in ns since boot.</param>
    /// <returns>Null: nobody knows, or it is not certain.</returns>
    public ProcessInfo? Find(uint pid, ulong startTicks, long time)
    {
        var found = _known.Find(pid, startTicks, time);
        if (found is null || (!_known.IsTold && found.Checked < time && found.Ended == long.MaxValue))
            found = Ask(pid, startTicks, time);
        if (found is null)
            _notFound++;
        return found;
    }

    /// <summary>The cgroup that a row tells. Null: not known, or a root, which is nobody's. Allocates nothing where it is known.</summary>
    /// <param name="id">Its number in version 2, as rows' cgroup_id has it; 0: not told.</param>
    /// <param name="path">Its path below the root of whatever hierarchy: looked at where the number tells nothing, as of version 1. Empty: not told.</param>
    public CgroupInfo? FindCgroup(ulong id, ReadOnlySpan<byte> path = default)
    {
        const ulong root = 1;
        var known = id <= root ? null : _known.Cgroups.Find(0, id) ?? AskCgroup(id);
        if (known is not null || path.Length <= 1)
            return known;
        known = _known.Cgroups.Paths.Find(path);
        if (known is null)
            _notFound++;
        return known;
    }

    /// <summary>Detaches the programs. What is known stays, and no more is told.</summary>
    public void Dispose() => _kernel?.Dispose();

    private void Begin(HostEnvironment environment, BpfSettings settings)
    {
        var now = BootClock.Now();
        try
        {
            _kernel = KernelEvents.Attach(KernelEvents.ReadSpec(environment), settings, _known, _log);
            _known.IsTold = true;
        }
        catch (BpfException problem)
        {
            _refused = problem.Attempts;
            _log.LogWarning("{Problem}; processes are read in /proc when rows ask for them: what is gone by then is not known", problem.Message);
        }

        _known.LostTimes.Certify(now);
        _proc?.ReadAll(read => _known.Processes.Take(read));
        Update();
    }

    private void Take()
    {
        if (_kernel is not null && !_kernel.Take())
            _known.LostTimes.Open();
    }

    private ProcessInfo? Ask(uint pid, ulong startTicks, long time)
    {
        if (_proc is null)
            return null;
        if (_misses.TryGetValue((pid, startTicks), out var asked) && (startTicks != 0 || _known.IsTold || asked >= time))
            return null;
        var latest = _known.Processes.Latest(pid);
        if (_proc.Read(pid) is { } read)
            _known.Processes.Take(read);
        else if (latest is not null && !_known.IsTold)
            _known.Processes.EndUnseen(latest, time);

        // It may have been moved between the row and the look.
        Take();
        var found = _known.Find(pid, startTicks, time);
        if (found is null)
        {
            if (_misses.Count >= MostMisses)
                _misses.Clear();
            _misses[(pid, startTicks)] = BootClock.Now();
        }

        return found;
    }

    // Where the kernel does not tell of those made since the last reading; at most one reading a second. A number is never given again, so who is gone stays so.
    private CgroupInfo? AskCgroup(ulong id)
    {
        var now = BootClock.Now();
        if (_proc is null || now < _nextReading || _missingCgroups.Contains(id))
            return null;
        _nextReading = now + Second;
        _proc.ReadCgroups();
        if (_known.Cgroups.Find(0, id) is { } found)
            return found;
        if (_missingCgroups.Count >= MostMisses)
            _missingCgroups.Clear();
        _missingCgroups.Add(id);
        return null;
    }

    private void ReadAnew(long now)
    {
        _nextReading = now + Second;
        if (!_toldOfLoss)
            _log.LogWarning("the kernel had more to tell of processes than there was room for: what is not certain is left out, and /proc is read anew (told once)");
        _toldOfLoss = true;
        _misses.Clear();
        _known.ReadAnew(each => _proc?.ReadAll(each), BootClock.Now);
        if (_kernel!.Take())
            _known.LostTimes.Close(BootClock.Now());
    }

    private void Tidy(long now)
    {
        _nextTidying = now + Second;
        if (_kernel is not null && _kernel.HasLost())
            _known.LostTimes.Open();
        else
            _known.LostTimes.Certify(now);
        _known.LostTimes.Forget(now - Kept);
        if (now >= _nextForgetting)
        {
            _nextForgetting = now + Kept;
            _known.Cgroups.Paths.ForgetUnasked();
        }

        _forgottenEarly += _known.Processes.Forget(now - Kept, MostKept) + _known.Cgroups.Forget(now - Kept, MostKept);
    }
}
