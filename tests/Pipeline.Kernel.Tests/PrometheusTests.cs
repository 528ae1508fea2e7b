using System.Globalization;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Kernel.Tests;

/// <summary>From the kernel to PromQL: what Debian's Prometheus makes of biolatency beside biosnoop's rows of the same requests.</summary>
[Trait("needs", "root")]
public sealed class PrometheusTests : IDisposable
{
    private const int Requests = 600;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_quantile_of_the_histogram_is_within_one_bucket_of_that_of_the_rows()
    {
        Needs.Root("losetup", "python3", "prometheus");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        // Read once an hour: what Prometheus sees was read because it asked.
        var configuration = _folder.Write("both.toml", $$"""
            [sources.rows]
            type = "bpf"
            object = "biosnoop"
            options = { disk = "{{disk.Name}}" }
            [sources.figures]
            type = "bpf"
            object = "biolatency"
            interval = "1h"
            options = { disk = "{{disk.Name}}" }
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["rows"]
            [sinks.prom]
            type = "prometheus"
            inputs = ["figures", "pipeline"]
            listen = "127.0.0.1:0"
            """);
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.Process.Errors.WaitForAsync("rows: biosnoop.bpf.o is attached, variant ");
        await host.Process.Errors.WaitForAsync("figures: biolatency.bpf.o is attached, variant ");
        var said = await host.Process.Errors.WaitForAsync("figures are at ");
        await using var prometheus = DebianPrometheus.Start(new Uri(said[said.IndexOf("http", StringComparison.Ordinal)..]));
        using var workload = RunningProcess.Start(["/usr/bin/python3", Installed.Workload("io.py"), disk.Path, Requests.ToString(CultureInfo.InvariantCulture), "7", "read", "write"]);
        await workload.Output.WaitForAsync("done");

        // Each request is a row and a count, so Prometheus has them all once the counts are as many.
        await prometheus.QueryAsync($"sum(biolatency_seconds_count{{disk=\"{disk.Name}\",operation=~\"read|write\"}}) == {Requests}");
        var answers = new Dictionary<(string Operation, double Quantile), double>();
        foreach (var operation in (string[])["read", "write"])
            foreach (var quantile in (double[])[0.5, 0.9, 0.99])
                answers[(operation, quantile)] = await prometheus.ValueAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"histogram_quantile({quantile}, sum by (le) (biolatency_seconds_bucket{{disk=\"{disk.Name}\",operation=\"{operation}\"}}))"));
        await host.StopAsync();

        var rows = host.Rows.ToLookup(r => r.GetProperty("operation").GetString()!, r => r.GetProperty("service_ns").GetInt64());
        Assert.Equal(Requests, rows["read"].Count() + rows["write"].Count());
        foreach (var ((operation, quantile), seconds) in answers)
        {
            long[] times = [.. rows[operation].Order()];
            var exact = times[(int)Math.Ceiling(quantile * times.Length) - 1];
            Assert.InRange(Bucket(seconds * 1e9) - Bucket(exact), -1, 1);
        }
    }

    public void Dispose() => _folder.Dispose();

    // The bucket that ends at 2^i us.
    private static int Bucket(double nanoseconds) => (int)Math.Ceiling(Math.Log2(nanoseconds / 1000) - 1e-9);
}
