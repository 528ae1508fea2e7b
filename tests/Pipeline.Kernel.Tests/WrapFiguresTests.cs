using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>Figures of kernel programs as <c>wrap</c> shows them.</summary>
[Trait("needs", "root")]
public sealed partial class WrapFiguresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_histograms_of_all_views_have_each_event_once_and_so_has_the_summary(bool every)
    {
        Needs.Root("losetup", "python3");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 64 << 20);
        using var host = HostRun.Start(_folder, ["wrap", "biolatency", $"disk={disk.Name}", .. every ? ["--every", "200ms"] : Array.Empty<string>()]);
        await host.AttachedAsync();
        using var workload = RunningProcess.Start("/usr/bin/python3", Installed.Workload("io.py"), disk.Path, "400", "42");
        await workload.Output.WaitForAsync("done");
        var ledger = await host.StopAsync();

        var views = host.Process.Output.All.Count(line => Clock().IsMatch(line));
        Assert.True(every ? views > 0 : views == 0, $"{views} views");
        Assert.Contains($"disk = '{disk.Name}' operation = write", host.Process.Output.All);
        Assert.InRange(ledger.Kernel.Aggregated, 200, long.MaxValue);
        Assert.Equal(ledger.Kernel.Aggregated, host.Process.Output.All.Select(line => Count().Match(line)).Where(m => m.Success).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.Contains(host.Process.Errors.All, line => line.StartsWith($"{ledger.Kernel.Aggregated.ToString("N0", CultureInfo.InvariantCulture)} events in ", StringComparison.Ordinal) && line.EndsWith(", none lost", StringComparison.Ordinal));
        Assert.Equal(!every, host.Process.Errors.All.Contains("biolatency: the figures come at the end; --every 1s shows them while they grow"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_host_s_own_activity_is_left_out_unless_asked_for(bool includeSelf)
    {
        Needs.Root("python3");
        using var host = HostRun.Start(_folder, ["wrap", "syscount", "per_process=true", "max_series=100000", "--every", "200ms", "--format", "json", .. includeSelf ? ["--include-self"] : Array.Empty<string>()]);
        await host.AttachedAsync();
        using var other = RunningProcess.Start("/usr/bin/python3", "-c", "import time\nwhile True: time.sleep(0.01)");
        // Who is to be seen is waited for; who is not has been at work for all the views until then.
        await host.Process.Output.WaitForAsync(line => Process(line) == other.Id);
        if (includeSelf)
            await host.Process.Output.WaitForAsync(line => Process(line) == host.Process.Id);
        await host.StopAsync();

        var processes = host.Process.Output.All.Select(Process).ToHashSet();
        Assert.Contains(other.Id, processes);
        Assert.Equal(includeSelf, processes.Contains(host.Process.Id));

        static int Process(string line) => JsonDocument.Parse(line).RootElement.GetProperty("pid").GetInt32();
    }

    [Fact]
    public async Task Figures_that_do_not_come_are_explained_after_ten_seconds()
    {
        Needs.Root("losetup");
        await using var disk = await LoopDevice.MakeAsync(_folder.Path("disk"), 1 << 20);
        using var host = HostRun.Start(_folder, "wrap", "biolatency", $"disk={disk.Name}", "--every", "1s");
        // Which of the two depends on what other disks do.
        await host.Process.Errors.WaitForAsync(line => line.StartsWith("no event so far: ", StringComparison.Ordinal)
            && (line.EndsWith("(--include-self)", StringComparison.Ordinal) || line.EndsWith("the kernel has reported nothing there", StringComparison.Ordinal)));
        await host.StopAsync();
        Assert.Empty(host.Process.Output.All);
        Assert.Contains(host.Process.Errors.All, line => line.StartsWith("0 events in ", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d$")]
    private static partial Regex Clock();

    [GeneratedRegex("^count = ([0-9]+)")]
    private static partial Regex Count();
}
