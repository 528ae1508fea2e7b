using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Sockets.Tests;

/// <summary>A host that is stopped and goes on, again and again, while the kernel verifies the programs, which takes longest of all there are.</summary>
[Trait("needs", "root")]
public sealed class StoppedTests : IDisposable
{
    private const int Stops = 300;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Programs_are_attached_however_often_their_verification_was_interrupted()
    {
        Needs.Root();
        var configuration = _folder.Write("config.toml", """
            [sources.sockets]
            type = "sockets"
            variant = "sock"
            [sinks.none]
            type = "null"
            inputs = ["sockets"]
            """);
        using var host = HostRun.Start(_folder, "run", configuration);
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        // Maps come before the programs that use them.
        while (!Directory.EnumerateFiles($"/proc/{host.Process.Id}/fd").Any(f => new FileInfo(f).LinkTarget == "anon_inode:bpf-map"))
            await Task.Delay(1, patience.Token);
        for (var i = 0; i < Stops && !host.Process.HasEnded; i++)
        {
            host.Process.Signal(RunningProcess.Stop);
            await Task.Delay(1, patience.Token);
            host.Process.Signal(RunningProcess.Continue);
            await Task.Delay(4, patience.Token);
        }

        await host.AttachedAsync();
        await host.StopAsync();
    }

    public void Dispose() => _folder.Dispose();
}
