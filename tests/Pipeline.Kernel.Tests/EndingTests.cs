using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>The ways a run ends: by time, by signals, by a reader who has had enough.</summary>
[Trait("needs", "root")]
public sealed class EndingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AfterTheTimeGivenItEndsByItself()
    {
        Needs.Root();
        using var host = HostRun.Start(_folder, "wrap", "execsnoop", "--format", "json", "--for", "2s");
        await host.AttachedAsync();
        await RunningProcess.RunAsync("/bin/true", "before the end");
        var ledger = await host.EndAsync();
        Assert.Equal(host.Rows.Length, ledger.Sink.Out);
        Assert.Contains(" rows in ", host.Process.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterOneInterruptEveryRowIsDelivered()
    {
        Needs.Root();
        const int calls = 20;
        const int burst = 1000;
        using var host = HostRun.Start(_folder, "run", FloodIntoSleepingSink("100ms", "5m"));
        await host.AttachedAsync();
        for (var i = 0; i < calls; i++)
        {
            Syscall.Make(Syscall.Flood, burst);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var ledger = await host.StopAsync();
        Assert.Equal(calls * burst, ledger.Sink.Out);
        Assert.Equal(calls * burst * sizeof(ulong), new FileInfo(_folder.Path("ids")).Length);
    }

    [Fact]
    public async Task ASecondInterruptEndsAtOnceAndWhatIsLeftIsCounted()
    {
        Needs.Root();
        const int burst = 1000;
        using var host = HostRun.Start(_folder, "run", FloodIntoSleepingSink("1h", "1h"));
        await host.AttachedAsync();
        Syscall.Make(Syscall.Flood, burst);
        host.Process.Signal(RunningProcess.Interrupt);
        // Two signals at the same moment are one.
        await host.Process.TakesAsync(RunningProcess.Interrupt);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(host.Process.HasEnded);
        host.Process.Signal(RunningProcess.Interrupt);
        var ledger = await host.EndAsync();
        Assert.Equal((burst, 0), (ledger.Source.Out, ledger.Sink.Out));
        Assert.Equal(burst, ledger.Sink.Dropped.GetValueOrDefault("deadline") + Assert.Single(ledger.Edges).Dropped.GetValueOrDefault("deadline"));
    }

    [Fact]
    public async Task AReaderWhoGoesAwayEndsItQuietly()
    {
        Needs.Root();
        using var host = HostRun.StartUnder(Surroundings.WithImpatientReader, _folder, "wrap", "execsnoop", "--format", "json");
        await host.AttachedAsync();
        using var workload = RunningProcess.Start("sh", "-c", "while /bin/true; do sleep 0.01; done");
        var ledger = await host.EndAsync();
        Assert.Single(host.Process.Output.All);
        Assert.InRange(ledger.Sink.Dropped["closed"], 1, long.MaxValue);
        Assert.DoesNotContain(" error ", host.Process.Errors.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", host.Process.Errors.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string FloodIntoSleepingSink(string sleep, string deadline) => _folder.Write("flood.toml", $$"""
        [pipeline]
        stop_deadline = "{{deadline}}"
        plugins = ["{{Installed.TestPlugins}}"]
        [sources.flood]
        type = "bpf"
        object = "{{Installed.Program("flood")}}"
        options = { pid = {{Environment.ProcessId}} }
        [sinks.slow]
        type = "sleeping"
        file = "{{_folder.Path("ids")}}"
        sleep = "{{sleep}}"
        inputs = ["flood"]
        """);
}
