using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Rings;

/// <summary>
/// Blocks the thread that reads rings until the kernel wakes it or someone calls <see cref="Wake"/> or <see cref="Stop"/>; costs nothing meanwhile. One thread
/// waits, any thread wakes and stops.
/// </summary>
/// <remarks>
/// Edge-triggered: a ring counts as readable while any record, finished or not, is pending, so that level-triggered waits would spin beside a program that has
/// reserved and not yet submitted. What an edge could miss, the look of <see cref="RingBuffer.HasRecord"/> finds.
/// </remarks>
public sealed unsafe class RingWaiter : IDisposable
{
    // struct epoll_event is packed to 12 bytes on x86-64; 16 is its size elsewhere and enough for both.
    private const int LargestEvent = 16;

    private readonly RingBuffer[] _rings;
    private readonly DescriptorHandle _epoll;
    private readonly DescriptorHandle _signal;
    private volatile bool _stopped;

    /// <param name="rings">The rings to wait for; they must outlive the waiter.</param>
    /// <exception cref="BpfException">There are no descriptors left.</exception>
    public RingWaiter(IEnumerable<RingBuffer> rings)
    {
        _rings = [.. rings];
        _epoll = Checked(Libc.epoll_create1(Libc.EpollCloseOnExec));
        _signal = Checked(Libc.eventfd(0, Libc.EventCloseOnExecNonBlocking));
        Add(_signal, Libc.EpollIn);
        foreach (var ring in _rings)
            if (ring.Descriptor is { } descriptor)
                Add(descriptor, Libc.EpollIn | Libc.EpollEdge);
    }

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Waits until a ring may have a record or somebody wakes it, at most <paramref name="timeout"/> (<see cref="Timeout.InfiniteTimeSpan"/>: without bound).</summary>
    public WaitResult Wait(TimeSpan timeout)
    {
        if (_stopped)
            return WaitResult.Stopped;
        foreach (var ring in _rings)
            if (ring.HasRecord())
                return WaitResult.Records;

        var events = stackalloc byte[LargestEvent];
        var ready = Libc.epoll_wait((int)_epoll.DangerousGetHandle(), events, 1, Milliseconds(timeout));
        if (ready < 0 && Marshal.GetLastPInvokeError() != ErrorNumber.EINTR)
            throw new BpfException("wait for a ring", Marshal.GetLastPInvokeError());
        return _stopped ? WaitResult.Stopped : ready == 0 ? WaitResult.TimedOut : WaitResult.Records;
    }

    /// <summary>Lets records gather for <paramref name="time"/>, whatever comes, but no longer once woken; false when stopped meanwhile.</summary>
    public bool Linger(TimeSpan time)
    {
        var entry = new Libc.PollEntry { Descriptor = (int)_signal.DangerousGetHandle(), Events = Libc.PollIn };
        var (seconds, rest) = Math.DivRem(time.Ticks, TimeSpan.TicksPerSecond);
        var timespec = stackalloc long[] { seconds, rest * TimeSpan.NanosecondsPerTick };
        if (!_stopped)
            _ = Libc.ppoll(&entry, 1, timespec, null);
        return !_stopped;
    }

    /// <summary>Ends the current and every later wait.</summary>
    public void Stop()
    {
        _stopped = true;
        Wake();
    }

    /// <summary>Ends the current wait and every later one until <see cref="TakeWake"/>.</summary>
    public void Wake()
    {
        var one = 1UL;
        if (Libc.write((int)_signal.DangerousGetHandle(), &one, sizeof(ulong)) < 0)
            throw new BpfException("wake the reader of a ring", Marshal.GetLastPInvokeError());
    }

    /// <summary>Forgets that it was woken. Call it before looking at what one is woken for, so that nothing is missed.</summary>
    public void TakeWake()
    {
        var count = 0UL;
        // Nothing to read is how it mostly ends; the descriptor does not block.
        _ = Libc.read((int)_signal.DangerousGetHandle(), &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _epoll.Dispose();
        _signal.Dispose();
    }

    private static int Milliseconds(TimeSpan time) =>
        time < TimeSpan.Zero ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(time.TotalMilliseconds));

    private static DescriptorHandle Checked(int descriptor) =>
        descriptor >= 0 ? new DescriptorHandle(descriptor) : throw new BpfException("make a waiter for rings", Marshal.GetLastPInvokeError());

    private void Add(DescriptorHandle descriptor, uint interest)
    {
        var events = stackalloc byte[LargestEvent];
        *(uint*)events = interest;
        if (Libc.epoll_ctl((int)_epoll.DangerousGetHandle(), Libc.EpollAdd, (int)descriptor.DangerousGetHandle(), events) != 0)
            throw new BpfException("wait for a ring", Marshal.GetLastPInvokeError());
    }
}
