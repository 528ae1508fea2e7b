using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Attaching;
using Pipeline.Bpf.Counting;
using Pipeline.Bpf.Maps;
using Pipeline.Bpf.Native;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf;

/// <summary>
/// An object whose programs run in the kernel. Counters and statistics may be read on any thread until disposal, each ring on one thread at a time.
/// Disposal detaches and frees everything.
/// </summary>
public sealed class BpfObject : IDisposable
{
    private readonly Lock _lock = new();
    private readonly AttachedVariant _attached;
    private readonly ImmutableArray<ProgramStatus> _attempts;
    private readonly ImmutableDictionary<string, RingBuffer> _rings;
    private readonly ImmutableArray<MetricMap> _metrics;
    private readonly OutcomeCounters _counters;
    private readonly DemandedLinks _demanded;
    private bool _disposed;

    private BpfObject(BpfObjectSpec spec, string variant, AttachedVariant attached, ImmutableArray<ProgramStatus> attempts, long startTime)
    {
        Spec = spec;
        Variant = variant;
        _attached = attached;
        _demanded = new DemandedLinks(attached);
        _attempts = attempts;
        _counters = new OutcomeCounters(spec, attached.Object);
        _metrics = [.. spec.Metrics.Select(m => attached.Object.OpenMetrics(m, startTime))];
        _rings = spec.Rings.ToImmutableDictionary(r => r.Name, r => attached.Object.OpenRing(r.Name));
    }

    /// <summary>What was loaded.</summary>
    public BpfObjectSpec Spec { get; }

    /// <summary>The variant that runs.</summary>
    public string Variant { get; }

    /// <summary>The rings by name; they are this object's and end with it.</summary>
    public IReadOnlyDictionary<string, RingBuffer> Rings => _rings;

    /// <summary>The maps behind its tables of figures; readable until the object's disposal.</summary>
    public IReadOnlyList<MetricMap> Metrics => _metrics;

    /// <summary>Tries each variant in order until one attaches whole. The settings' options decide which columns the tables have.</summary>
    /// <exception cref="BpfException">None did; its attempts tell what became of each program.</exception>
    public static BpfObject Attach(BpfObjectSpec spec, BpfSettings settings)
    {
        LibbpfPresence.Require();
        spec = spec.With(settings.Options);
        var attempts = ImmutableArray.CreateBuilder<ProgramStatus>();
        foreach (var variant in VariantsOf(spec, settings))
        {
            var attempt = new VariantAttempt(spec, settings, variant);
            var startTime = BootClock.Now();
            var attached = attempt.Attach();
            attempts.AddRange(attempt.Statuses);
            if (attached is not null)
                return Complete(spec, variant, attached, attempts.ToImmutable(), startTime);
        }

        var cause = attempts.FirstOrDefault(a => a.State is ProgramState.LoadRefused or ProgramState.AttachRefused);
        var problem = cause is null ? "it has no program" : $"program '{cause.Program}' ({cause.Mechanism} {cause.Hook}): {cause.Detail}";
        throw new BpfException($"attach {spec.Path}", problem)
        {
            Program = cause?.Program,
            Hook = cause?.Hook,
            Attempts = attempts.ToImmutable(),
        };
    }

    /// <summary>Takes every program of every variant through the verifier and attaches none.</summary>
    /// <exception cref="BpfException">The object cannot be opened, or an option does not fit.</exception>
    public static IReadOnlyList<ProgramStatus> Verify(BpfObjectSpec spec, BpfSettings settings)
    {
        LibbpfPresence.Require();
        var statuses = new List<ProgramStatus>();
        foreach (var variant in VariantsOf(spec, settings))
        {
            var attempt = new VariantAttempt(spec, settings, variant);
            attempt.Verify();
            statuses.AddRange(attempt.Statuses);
        }

        // Programs of every variant were loaded once for each.
        return [.. statuses.DistinctBy(s => s.Program)];
    }

    /// <summary>Detaches the programs: none starts afterwards, but one that is running may still submit. Rings and counters stay readable.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            _demanded.End();
            if (!_disposed)
                _attached.Detach();
        }
    }

    /// <summary>
    /// Attaches programs that are loaded for that (ON_DEMAND in bpf/include/pipeline.bpf.h) to places in a file, all or none, on any thread. Disposing the result detaches
    /// them there, as the object's own end does.
    /// </summary>
    /// <param name="file">A path of the file for this process; it may be that of an open descriptor, <c>/proc/self/fd/N</c>.</param>
    /// <param name="places">The places.</param>
    /// <exception cref="BpfException">A program is not loaded, or the kernel refused it there.</exception>
    /// <exception cref="ObjectDisposedException">The object was detached.</exception>
    public IDisposable Attach(string file, IReadOnlyList<UserPlace> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return _demanded.Attach(file, places);
    }

    /// <summary>Runs an attached iterator once, on the calling thread, from the first object of its kind to the last.</summary>
    /// <exception cref="BpfException">There is no such iterator, or the kernel refused to go on.</exception>
    public void RunIterator(string program)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Iterator.Run(_attached.Link(program), program);
        }
    }

    /// <summary>What the programs counted, all tables together, how many entries were read and how many rows wait in the rings.</summary>
    public KernelAccounts ReadAccounts()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _counters.Read() with
            {
                Entries = _metrics.Sum(m => m.Met),
                InRing = _rings.Values.Sum(r => r.CountUnread()),
                RingBytes = _rings.Values.Sum(r => r.Size),
            };
        }
    }

    /// <summary>Each program tried, with run time and run count of those that run (0 unless <see cref="KernelStatistics"/> are on).</summary>
    public IReadOnlyList<ProgramStatus> ReadPrograms()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return [.. _attempts.Select(a => a.State is ProgramState.Attached or ProgramState.Verified ? WithStatistics(WithPlaces(a)) : a)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _demanded.End();
            foreach (var ring in _rings.Values)
                ring.Dispose();
            _attached.Dispose();
        }
    }

    private static BpfObject Complete(BpfObjectSpec spec, string variant, AttachedVariant attached, ImmutableArray<ProgramStatus> attempts, long startTime)
    {
        try
        {
            return new BpfObject(spec, variant, attached, attempts, startTime);
        }
        catch
        {
            attached.Dispose();
            throw;
        }
    }

    private static ImmutableArray<string> VariantsOf(BpfObjectSpec spec, BpfSettings settings) =>
        settings.Variant is not { } only
            ? spec.Variants
            : spec.Variants.Contains(only)
                ? [only]
                : throw new BpfException($"attach {spec.Path}", $"there is no variant '{only}'", $"it has: {string.Join(", ", spec.Variants)}");

    // One that is attached on demand was only verified with the object.
    private ProgramStatus WithPlaces(ProgramStatus status) =>
        status.State == ProgramState.Verified && _demanded.Count(status.Program) is > 0 and var places
            ? status with { State = ProgramState.Attached, Detail = $"attached at {places} place{(places == 1 ? "" : "s")}" }
            : status;

    private unsafe ProgramStatus WithStatistics(ProgramStatus status)
    {
        var program = _attached.Programs.First(p => p.Name == status.Program);
        ProgramInfo info = default;
        var length = (uint)sizeof(ProgramInfo);
        if (BpfSyscalls.bpf_obj_get_info_by_fd(Libbpf.bpf_program__fd(_attached.Object.Program(program)), &info, &length) != 0)
            throw new BpfException($"read statistics of program '{program.Name}'", Marshal.GetLastPInvokeError())
            {
                Program = program.Name,
                Hook = program.Hook,
            };
        return status with { RunTime = info.RunTimeNs, RunCount = info.RunCount, MissedRuns = info.RecursionMisses };
    }
}
