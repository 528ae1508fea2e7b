using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>syscount's figures beside strace and BCC's syscount, which trace the same workload at the same time.</summary>
[Trait("needs", "root")]
public sealed class SyscountTests : IDisposable
{
    // Those of all that runs meanwhile, however long the workload takes.
    private const string ManySeries = "max_series=100000";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task CallsAreCountedByNameAsStraceSeesThem()
    {
        Needs.Root("strace", "python3");
        var (rows, seen, ledger) = await RunAsync();
        Assert.Equal(Counts(seen), Counts(rows));
        Assert.Equal((40L, 0L), Figures(rows, "ia32_getpid"));
        Assert.Equal((70L, 70L), Figures(rows, "chdir"));
        Assert.All(rows, r => Assert.False(r.TryGetProperty("time_ns", out _)));
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Theory]
    [InlineData("failed_only=true")]
    [InlineData("errno=ENOENT")]
    [InlineData("syscall=chdir")]
    public async Task AnOptionKeepsWhatItSays(string option)
    {
        Needs.Root("strace", "python3");
        var (rows, seen, _) = await RunAsync(option);
        var kept = seen.Where(c => option switch { "errno=ENOENT" => c.Error == "ENOENT", "syscall=chdir" => c.Name == "chdir", _ => c.Error.Length > 0 && !IsUnnamed(c) }).ToList();
        Assert.InRange(kept.Count, 70, seen.Count - 300);
        Assert.Equal(Counts(kept), Counts(rows));
    }

    [Fact]
    public async Task LatencyIsTheTimeACallTook()
    {
        Needs.Root("strace", "python3");
        var (rows, seen, _) = await RunAsync("timed=true");
        Assert.Equal(Counts(seen), Counts(rows));
        var sleeping = Assert.Single(rows, r => r.GetProperty("syscall").GetString() == "clock_nanosleep");
        Assert.InRange(sleeping.GetProperty("time_ns").GetInt64(), 5 * 20_000_000, (long)Patience.ForAnything.TotalNanoseconds);
        Assert.All(rows, r => Assert.InRange(r.GetProperty("time_ns").GetInt64(), 1, (long)Patience.ForAnything.TotalNanoseconds));
    }

    [Fact]
    public async Task BccsSyscountCountsTheSameOfTheProcess()
    {
        Needs.Root("syscount", "python3");
        // It has room for 8,192 processes: those of the rest of the machine are kept out.
        using var cgroup = OwnCgroup.Make();
        using var bcc = RunningProcess.Start("stdbuf", "-oL", "syscount", "-P", "-T", "100000", "-c", cgroup.Path);
        await bcc.Output.WaitForAsync("Tracing syscalls");
        using var host = HostRun.Start(_folder, "wrap", "syscount", "per_process=true", "per_syscall=false", ManySeries, "--format", "json");
        await host.AttachedAsync();
        var pid = (await RunningProcess.RunAsync(cgroup.Inside("/usr/bin/python3", Installed.Workload("calls.py")))).Trim();
        await host.StopAsync();
        bcc.Signal(RunningProcess.Interrupt);
        await bcc.EndAsync();
        var line = Assert.Single(bcc.Output.All, l => l.StartsWith($"{pid} ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rows = Series.Last(host.Rows, "pid", "comm").Where(r => $"{r.GetProperty("pid")}" == pid);
        // BCC leaves out returns from signal handlers.
        Assert.Equal(long.Parse(line[^1], CultureInfo.InvariantCulture) + 20, rows.Sum(r => r.GetProperty("count").GetInt64()));
    }

    public void Dispose() => _folder.Dispose();

    // The last figures of the workload, and what strace saw of it.
    private async Task<(JsonElement[] Rows, IReadOnlyList<TracedCall> Seen, Ledger Ledger)> RunAsync(params string[] settings)
    {
        var log = _folder.Path("strace");
        using var host = HostRun.Start(_folder, ["wrap", "syscount", "per_process=true", ManySeries, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var pid = (await RunningProcess.RunAsync("strace", "-f", "-o", log, "/usr/bin/python3", Installed.Workload("calls.py"))).Trim();
        var ledger = await host.StopAsync();
        // Before it executes Python, the same process is strace.
        var rows = host.Rows.Where(r => $"{r.GetProperty("pid")}" == pid && r.GetProperty("comm").GetString() == "python3");
        return (Series.Last(rows, "pid", "comm", "syscall"), TracedCall.Read(log), ledger);
    }

    private static (long Count, long Failures) Figures(IEnumerable<JsonElement> rows, string syscall)
    {
        var row = Assert.Single(rows, r => r.GetProperty("syscall").GetString() == syscall);
        return (row.GetProperty("count").GetInt64(), row.GetProperty("failures").GetInt64());
    }

    // strace does not tell in which mode a call was made.
    private static IEnumerable<string> Counts(IEnumerable<JsonElement> rows) => Counts(rows.Select(r => (
        r.GetProperty("syscall").GetString()!.Replace("ia32_", "", StringComparison.Ordinal), r.GetProperty("count").GetInt64(), r.GetProperty("failures").GetInt64())));

    private static IEnumerable<string> Counts(IEnumerable<TracedCall> calls) =>
        Counts(calls.Select(c => IsUnnamed(c) ? ("other", 1L, 0L) : (c.Name, 1, c.Error.Length > 0 ? 1 : 0)));

    private static IEnumerable<string> Counts(IEnumerable<(string Name, long Count, long Failures)> parts) => parts
        .GroupBy(p => p.Name)
        .Select(g => $"{g.Key}: {g.Sum(p => p.Count)}, failed {g.Sum(p => p.Failures)}")
        .Order(StringComparer.Ordinal);

    // A number without a name, and what gives back another call's result.
    private static bool IsUnnamed(TracedCall call) => call.Name == "rt_sigreturn" || call.Name.StartsWith("syscall_", StringComparison.Ordinal);
}
