using System.Diagnostics;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>A process that does nothing until it is killed.</summary>
internal sealed class Sleeper : IDisposable
{
    private readonly Process _process = Process.Start("sleep", "1000");

    internal int Id => _process.Id;

    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
