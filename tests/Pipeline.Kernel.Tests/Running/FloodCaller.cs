namespace Pipeline.Kernel.Tests.Running;

/// <summary>Asks flood.bpf.c for records on a thread of its own, as fast as it goes, until disposed.</summary>
internal sealed class FloodCaller : IDisposable
{
    private const int Burst = 10_000;

    private readonly Thread _thread;
    private volatile bool _stop;
    private long _asked;

    internal FloodCaller()
    {
        _thread = new Thread(Call);
        _thread.Start();
    }

    /// <summary>Records asked for so far.</summary>
    internal long Asked => Volatile.Read(ref _asked);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Call()
    {
        while (!_stop)
        {
            Volatile.Write(ref _asked, _asked + Burst);
            Syscall.Make(Syscall.Flood, Burst);
        }
    }
}
