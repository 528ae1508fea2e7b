using System.Text.RegularExpressions;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>What a scrape of the published host has of cgroups.</summary>
[Trait("needs", "root")]
public sealed partial class CgroupMetricsTests
{
    private static readonly string[] _names =
    [
        "cgroup_cpu_cfs_periods_total", "cgroup_cpu_cfs_throttled_seconds_total", "cgroup_cpu_limit_cpus", "cgroup_cpu_limit_period_seconds", "cgroup_cpu_usage_seconds_total",
        "cgroup_cpu_user_seconds_total", "cgroup_cpu_weight", "cgroup_memory_events_total", "cgroup_memory_limit_bytes", "cgroup_memory_peak_bytes", "cgroup_memory_stat_bytes",
        "cgroup_memory_usage_bytes", "cgroup_memory_working_set_bytes", "cgroup_pids_limit", "cgroup_pids_limit_hits_total", "cgroup_pids_tasks", "cgroup_pressure_avg10_ratio",
        "cgroup_pressure_stalled_seconds_total",
    ];

    [Fact]
    public async Task TablesAreMetricsAsPrometheusWantsThem()
    {
        await using var cgroup = await WorkingCgroup.MakeAsync("cpu", "cpuacct", "memory", "pids", "cgroup2");
        Needs.Root("promtool", "curl");
        await cgroup.SetAsync("cpu", "cpu.cfs_quota_us", "150000");
        await cgroup.SetAsync("memory", "memory.limit_in_bytes", "1073741824");
        await cgroup.SetAsync("pids", "pids.max", "100");
        await cgroup.AskAsync("spin 0.1");
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "cgroups.toml",
            "[sources.p]\ntype = \"processes\"\ntables = [\"cgroup_cpu\", \"cgroup_cpu_cfs\", \"cgroup_cpu_limit\", \"cgroup_cpu_weight\", \"cgroup_memory\", \"cgroup_memory_peak\", \"cgroup_memory_swap\","
            + " \"cgroup_memory_stat\", \"cgroup_memory_limit\", \"cgroup_memory_events\", \"cgroup_io\", \"cgroup_pids\", \"cgroup_pids_limit\", \"cgroup_pressure\"]\n"
            + "[sinks.metrics]\ntype = \"prometheus\"\ninputs = [\"p\"]\nlisten = \"127.0.0.1:0\"\n");
        using var host = HostRun.Start(folder, "run", file);
        var address = Address().Match(await host.Process.Errors.WaitForAsync("figures are at http://")).Value;
        var scraped = folder.Path("scraped");
        string[] own;
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        do
        {
            // On a starved machine a scrape does not wait for the first reading's end.
            await RunningProcess.RunAsync("curl", "--silent", "--show-error", "--fail", "--max-time", "200", "--output", scraped, address);
            own = [.. File.ReadLines(scraped).Where(l => l.Contains($"cgroup=\"{cgroup.Name}\"", StringComparison.Ordinal))];
        }
        while (own.Length == 0 && !patience.IsCancellationRequested);
        await host.StopAsync();

        Assert.Equal("", await RunningProcess.RunAsync("bash", "-c", $"promtool check metrics < {scraped}"));
        Assert.Superset(_names.ToHashSet(), own.Select(l => l.Split('{')[0]).ToHashSet());
        // Version 1 has no number, and so no label for one.
        Assert.Contains(own, l => l.StartsWith($"cgroup_cpu_limit_cpus{{cgroup=\"{cgroup.Name}\",cgroup_version=\"v1\"}} 1.5", StringComparison.Ordinal));
        Assert.Contains(own, l => Regex.IsMatch(l, "^cgroup_pressure_stalled_seconds_total\\{.*,cgroup_id=\"[1-9][0-9]*\",cgroup_version=\"v2\",resource=\"cpu\",tasks=\"some\"\\} "));
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
