using System.Globalization;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Kernel.Tests;

/// <summary>From the kernel to PromQL by remote write, through a receiver that is killed and comes back: what it holds is what the ledger and the workload say.</summary>
[Trait("needs", "root")]
public sealed class RemoteWriteTests : IDisposable
{
    private const int Requests = 300;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_the_receiver_holds_is_what_the_ledger_says_although_it_was_down()
    {
        Needs.Root("losetup", "python3", "prometheus");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        var configuration = _folder.Write("write.toml", $$"""
            [sources.figures]
            type = "bpf"
            object = "biolatency"
            interval = "500ms"
            options = { disk = "{{disk.Name}}" }
            [sinks.remote]
            type = "prometheus_remote_write"
            inputs = ["figures"]
            url = "{{prometheus.Address}}api/v1/write"
            labels = { job = "pipeline" }
            batch = { time = "100ms" }
            retry = { max = "1s" }
            """);
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        using var before = await WorkAsync(disk);
        var count = $"sum(biolatency_seconds_count{{job=\"pipeline\",disk=\"{disk.Name}\",operation=~\"read|write\"}})";
        Assert.Equal(Requests, (await prometheus.QueryAsync($"{count} >= {Requests}")).Values.Single());

        await prometheus.KillAsync();
        await host.Process.Errors.WaitForAsync("the other end of remote is gone (unreachable)");
        using var meanwhile = await WorkAsync(disk);
        prometheus.StartAgain();
        await host.Process.Errors.WaitForAsync("the other end of remote is back");
        Assert.Equal(2 * Requests, (await prometheus.QueryAsync($"{count} >= {2 * Requests}")).Values.Single());
        var ledger = await host.StopAsync();

        // A row is a sample of the count: each reading that the source told is there, those from when nobody listened too, and none twice.
        var readings = (await prometheus.SamplesAsync("biolatency_seconds_count")).Values;
        Assert.Equal(ledger.Source.Out, readings.Sum(samples => samples.Length));
        Assert.All(readings, samples => Assert.Equal(samples.Select(sample => sample.Time).Distinct().Count(), samples.Length));
        Assert.Equal(ledger.Source.Out, ledger.Sink.Out);
    }

    public void Dispose() => _folder.Dispose();

    // Lives until its caller ends it: when it closes the disk, others look at that, and their requests count too.
    private static async Task<RunningProcess> WorkAsync(LoopDevice disk)
    {
        var workload = RunningProcess.Start(["/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "7", "read", "write"]);
        await workload.Output.WaitForAsync("done");
        return workload;
    }
}
