using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>
/// Keeps signals from the calling thread until it is disposed of, on the same thread, and for good from the threads that are made meanwhile. librdkafka does so for all
/// of its threads but the one of its mock brokers, which takes an interrupted wait for the end: one signal, and they are gone without a word.
/// </summary>
internal sealed unsafe partial class BlockedSignals : IDisposable
{
    // Of a sigset_t, 1024 signals.
    private const int Words = 16;

    // SIG_SETMASK.
    private const int Replace = 2;

    private readonly ulong[] _before = new ulong[Words];

    public BlockedSignals()
    {
        var all = stackalloc ulong[Words];
        _ = sigfillset(all);
        fixed (ulong* before = _before)
            Set(all, before);
    }

    public void Dispose()
    {
        fixed (ulong* before = _before)
            Set(before, null);
    }

    private static void Set(ulong* signals, ulong* before)
    {
        if (pthread_sigmask(Replace, signals, before) is not 0 and var error)
            throw new InvalidOperationException($"pthread_sigmask: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc")]
    private static partial int sigfillset(ulong* set);

    [LibraryImport("libc")]
    private static partial int pthread_sigmask(int how, ulong* set, ulong* before);
}
