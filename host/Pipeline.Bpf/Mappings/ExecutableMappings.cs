using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf;

/// <summary>
/// Tells of each file that any process maps to run code from, while it happens: programs that start and libraries that are loaded. One thread reads, any thread
/// wakes it. What is already mapped is not told of.
/// </summary>
public sealed unsafe class ExecutableMappings : IDisposable
{
    // Of each CPU: some hundred mappings may wait to be read.
    private const int RingPages = 16;

    private readonly PerfRing[] _rings;
    private readonly DescriptorHandle _signal;

    private ExecutableMappings(PerfRing[] rings, DescriptorHandle signal)
    {
        _rings = rings;
        _signal = signal;
    }

    /// <exception cref="BpfException">The kernel refuses.</exception>
    public static ExecutableMappings Open()
    {
        LibbpfPresence.Require();
        var rings = new List<PerfRing>();
        try
        {
            for (var cpu = 0; cpu < PossibleCpus.Count; cpu++)
                if (PerfRing.OpenMappings(cpu, RingPages) is { } ring)
                    rings.Add(ring);
            var signal = new DescriptorHandle(Libc.eventfd(0, Libc.EventCloseOnExecNonBlocking));
            return signal.IsInvalid ? throw new BpfException("watch mappings", Marshal.GetLastPInvokeError()) : new ExecutableMappings([.. rings], signal);
        }
        catch
        {
            rings.ForEach(r => r.Dispose());
            throw;
        }
    }

    /// <summary>Waits until there is something to read, somebody wakes this, or the time is over.</summary>
    /// <exception cref="BpfException">The wait failed.</exception>
    public void Wait(TimeSpan most)
    {
        var entries = stackalloc Libc.PollEntry[_rings.Length + 1];
        for (var i = 0; i < _rings.Length; i++)
            entries[i] = new Libc.PollEntry { Descriptor = _rings[i].Descriptor, Events = Libc.PollIn };
        entries[_rings.Length] = new Libc.PollEntry { Descriptor = (int)_signal.DangerousGetHandle(), Events = Libc.PollIn };
        var (seconds, rest) = Math.DivRem(most.Ticks, TimeSpan.TicksPerSecond);
        var time = stackalloc long[2] { seconds, rest * 100 };
        if (Libc.ppoll(entries, (nuint)_rings.Length + 1, time, null) < 0 && Marshal.GetLastPInvokeError() is not ErrorNumber.EINTR and var error)
            throw new BpfException("wait for mappings", error);
        ulong count;
        if (entries[_rings.Length].Returned != 0)
            _ = Libc.read((int)_signal.DangerousGetHandle(), &count, sizeof(ulong));
    }

    /// <summary>Ends a wait, or the next one.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.write((int)_signal.DangerousGetHandle(), &one, sizeof(ulong));
    }

    /// <summary>Hands over what has come, oldest first on each CPU. False: there was more than there was room for, and some are not told of.</summary>
    public bool Read(Action<ExecutableMapping> each)
    {
        var whole = true;
        foreach (var ring in _rings)
            whole &= ring.Read(each);
        return whole;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ring in _rings)
            ring.Dispose();
        _signal.Dispose();
    }
}
