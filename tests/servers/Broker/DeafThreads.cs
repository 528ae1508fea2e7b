using System.Runtime.InteropServices;

namespace Pipeline.Servers.Broker;

/// <summary>While there is one, threads that this thread makes hear no signals, nor does it itself. To be disposed by the thread that made it.</summary>
internal readonly ref partial struct DeafThreads
{
    private const int SetMask = 2;

    // sigset_t, of which one bit is a signal.
    private const int Words = 16;

    private readonly ulong[] _before = new ulong[Words];

    public DeafThreads()
    {
        var all = new ulong[Words];
        Array.Fill(all, ulong.MaxValue);
        Set(all, _before);
    }

    public void Dispose() => Set(_before, new ulong[Words]);

    private static void Set(ulong[] mask, ulong[] before)
    {
        if (SetSignalMask(SetMask, mask, before) is not 0 and var error)
            throw new InvalidOperationException($"signals cannot be masked: error {error}");
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, ulong[] mask, ulong[] before);
}
