using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>Records in numbers, against a counter that the program keeps for the test, and the identities a sink has kept.</summary>
[Trait("needs", "root")]
public sealed class FloodTests : IDisposable
{
    private const long Memory = 128L << 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AtARateTheHostCanTakeNothingIsLost()
    {
        Needs.Root("bpftool");
        const int calls = 100;
        const int burst = 1000;
        // Room for all of it: who gets no processor for more than a second has not been given the rate.
        using var host = HostRun.Start(_folder, "run", Configuration(
            """
            type = "null"
            queue_bytes = "32MiB"
            """,
            ringSize: "16MiB"));
        await host.AttachedAsync();
        using var own = await OwnAttempts.OfAsync(host.Process.Id);
        for (var i = 0; i < calls; i++)
        {
            Syscall.Make(Syscall.Flood, burst);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var ledger = await host.StopAsync();
        Assert.Equal(calls * burst, await own.ReadAsync());
        Assert.Equal((calls * burst, calls * burst, calls * burst), (ledger.Kernel.Attempted, ledger.Kernel.Submitted, ledger.Sink.Out));
        Assert.Empty(ledger.Kernel.Lost);
        Assert.Empty(ledger.Kernel.Discarded);
        Assert.Empty(ledger.Source.Dropped);
        Assert.Empty(Assert.Single(ledger.Edges).Dropped);
    }

    [Fact]
    public async Task AFloodIntoASleepingSinkIsAccountedForToTheRowWithinTheMemoryBudget()
    {
        Needs.Root("bpftool");
        var ids = _folder.Path("ids");
        using var host = HostRun.Start(_folder, "run", Configuration($"""
            type = "sleeping"
            file = "{ids}"
            sleep = "50ms"
            """));
        await host.AttachedAsync();
        using var own = await OwnAttempts.OfAsync(host.Process.Id);
        await using var memory = new AnonymousMemory(host.Process.Id);
        var clock = Stopwatch.StartNew();
        Ledger ledger;
        using (var flood = new FloodCaller())
        {
            while (clock.Elapsed < TimeSpan.FromSeconds(5) || flood.Asked < 5_000_000 || memory.Looks < 20)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            Report($"asked for {flood.Asked / clock.Elapsed.TotalSeconds:N0} records/s");

            clock.Restart();
            host.Process.Signal(RunningProcess.User1);
            await host.Process.Errors.WaitForAsync("ledger:");
            await host.Process.Errors.WaitForAsync("flood -> slow");
            Report($"SIGUSR1 to ledger: {clock.ElapsedMilliseconds} ms");

            clock.Restart();
            ledger = await host.StopAsync();
            Report($"SIGINT to end: {clock.ElapsedMilliseconds} ms");
        }

        var edge = Assert.Single(ledger.Edges);
        Assert.Equal(await own.ReadAsync(), ledger.Kernel.Attempted);
        Assert.InRange(ledger.Kernel.Attempted, 5_000_000, long.MaxValue);
        Assert.Equal(["ring_full"], ledger.Kernel.Lost.Keys);
        Assert.Equal(ledger.Source.Tables["flood"], edge.In);
        Assert.InRange(edge.Dropped["full"], 1, long.MaxValue);
        Report($"attempted {ledger.Kernel.Attempted:N0}, submitted {ledger.Kernel.Submitted:N0}, delivered {ledger.Sink.Out:N0}; RssAnon at most {memory.PeakBytes >> 20} MiB");

        var delivered = MemoryMarshal.Cast<byte, ulong>(await File.ReadAllBytesAsync(ids, TestContext.Current.CancellationToken)).ToArray();
        Assert.InRange(delivered.Length, 1, int.MaxValue);
        Assert.Equal(ledger.Sink.Out, delivered.Length);
        Assert.Equal(delivered.Length, delivered.Distinct().Count());
        Assert.InRange(delivered.Max(), 0UL, (ulong)ledger.Source.Created - 1);
        Assert.InRange(memory.Looks, 20, int.MaxValue);
        Assert.InRange(memory.PeakBytes, 1, Memory);
    }

    public void Dispose() => _folder.Dispose();

    private string Configuration(string sink, string ringSize = "4MiB") => _folder.Write("flood.toml", $$"""
        [pipeline]
        memory = "{{Memory >> 20}}MiB"
        plugins = ["{{Installed.TestPlugins}}"]
        [sources.flood]
        type = "bpf"
        object = "{{Installed.Program("flood")}}"
        ring_size = "{{ringSize}}"
        options = { pid = {{Environment.ProcessId}} }
        [sinks.slow]
        inputs = ["flood"]
        {{sink}}
        """);

    private static void Report(FormattableString text) => TestContext.Current.TestOutputHelper!.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
