using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf;
using Pipeline.Bpf.Rings;

namespace Pipeline.Workloads.Kernel;

/// <summary>The attached programs of bpf/workloads.bpf.c and their ring. Taken from on one thread; figures and disposal on any.</summary>
internal sealed class KernelEvents : IDisposable
{
    // A record that does not fit is lost, and none is larger than this.
    private const long LargestRecord = 16 * 1024;

    // A record that another processor is writing stands before finished ones for so long at most; whoever writes cannot be interrupted for long.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly BpfObject _loaded;
    private readonly KernelStatistics? _statistics;
    private readonly RingBuffer _ring;
    private EventReader _reader;
    private long _lost;
    private bool _disposed;

    private KernelEvents(BpfObject loaded, KernelStatistics? statistics, IKernelListener listener)
    {
        _loaded = loaded;
        _statistics = statistics;
        _ring = loaded.Rings.Values.Single();
        _reader = EventReader.For(loaded.Spec, listener);
    }

    /// <summary>Counter: what the kernel could not tell.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    internal static BpfObjectSpec ReadSpec(HostEnvironment environment) => BpfObjectSpec.Read(Path.Combine(environment.InstallDirectory, "bpf", "workloads.bpf.o"));

    /// <summary>The host's own process is one of those that rows are about.</summary>
    internal static BpfSettings Settings(HostEnvironment environment) => new() { HostPid = 0, HostRoot = environment.HostRoot };

    /// <exception cref="BpfException">The kernel or the privileges do not allow it.</exception>
    internal static KernelEvents Attach(BpfObjectSpec spec, BpfSettings settings, IKernelListener listener, ILogger log)
    {
        var statistics = EnableStatistics(log);
        BpfObject? loaded = null;
        try
        {
            loaded = BpfObject.Attach(spec, settings);
            return new KernelEvents(loaded, statistics, listener);
        }
        catch
        {
            loaded?.Dispose();
            statistics?.Dispose();
            throw;
        }
    }

    /// <summary>Tells the listener of all that happened before the call.</summary>
    /// <returns>False: something was lost since the last call.</returns>
    internal bool Take()
    {
        lock (_lock)
        {
            if (_disposed)
                return true;
            var before = _ring.ReadBytes;
            var end = before + _ring.PendingBytes;
            var begun = Stopwatch.GetTimestamp();
            _ring.Drain(ref _reader);
            while (_ring.ReadBytes < end && Stopwatch.GetElapsedTime(begun) < Patience)
            {
                Thread.SpinWait(20);
                _ring.Drain(ref _reader);
            }

            var whole = _ring.ReadBytes >= end;
            var made = _ring.ReadBytes + _ring.PendingBytes - before;
            return whole && (made < _ring.Size - LargestRecord || !CountLost());
        }
    }

    /// <summary>Whether something was lost since the last look, for whatever reason.</summary>
    internal bool HasLost()
    {
        lock (_lock)
            return !_disposed && CountLost();
    }

    internal KernelAccounts? ReadAccounts()
    {
        lock (_lock)
            return _disposed ? null : _loaded.ReadAccounts();
    }

    internal IReadOnlyList<ProgramStatus> ReadPrograms()
    {
        lock (_lock)
            return _disposed ? [] : _loaded.ReadPrograms();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _loaded.Dispose();
            _statistics?.Dispose();
        }
    }

    private bool CountLost()
    {
        var lost = _loaded.ReadAccounts().Lost.Values.Sum() + (long)_loaded.ReadPrograms().Aggregate(0UL, (sum, p) => sum + p.MissedRuns);
        var more = lost > _lost;
        Volatile.Write(ref _lost, lost);
        return more;
    }

    private static KernelStatistics? EnableStatistics(ILogger log)
    {
        try
        {
            return KernelStatistics.Enable();
        }
        catch (BpfException problem)
        {
            // Without them only the run times of the programs are missing.
            log.LogInformation("{Problem}", problem.Message);
            return null;
        }
    }
}
