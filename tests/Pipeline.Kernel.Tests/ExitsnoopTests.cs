using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>exitsnoop's rows beside what wait4 tells the parent, and beside BCC's exitsnoop.</summary>
[Trait("needs", "root")]
public sealed class ExitsnoopTests : IDisposable
{
    private static readonly string[] Signals =
    [
        "none", "sighup", "sigint", "sigquit", "sigill", "sigtrap", "sigabrt", "sigbus", "sigfpe", "sigkill", "sigusr1", "sigsegv", "sigusr2", "sigpipe", "sigalrm", "sigterm",
    ];

    private readonly TemporaryFolder _folder = new();

    // The order of the program's variants must not matter: the second is what kernels before 6.16 run.
    [Theory]
    [InlineData("told")]
    [InlineData("counted")]
    public async Task EachProcessIsOneRowWithTheStatusItsParentIsTold(string variant)
    {
        Needs.Root("python3");
        var (rows, told, ledger) = await RunAsync(variant, "", []);
        Assert.Equal(15, told.Count);
        Assert.Equal(told, rows.Select(ToEnding));
        Assert.Empty(ledger.Kernel.Lost);
        foreach (var row in rows)
        {
            Assert.Equal("python3", row.GetProperty("comm").GetString());
            Assert.Equal(row.GetProperty("pid").GetInt32(), row.GetProperty("tid").GetInt32());
            Assert.InRange(row.GetProperty("age_ns").GetInt64(), 1, (long)Patience.ForAnything.TotalNanoseconds);
        }
    }

    [Theory]
    [InlineData("told")]
    [InlineData("counted")]
    public async Task AProcessOfManyThreadsEndsOnceWithItsLast(string variant)
    {
        Needs.Root("python3");
        var (rows, told, _) = await RunAsync(variant, "", ["threads"]);
        Assert.Equal(55, told.Count);
        Assert.Equal(told, rows.Select(ToEnding));
        Assert.Contains(rows, r => r.GetProperty("tid").GetInt32() != r.GetProperty("pid").GetInt32());
        Assert.Contains(rows, r => r.GetProperty("comm").GetString() == "sh");
    }

    [Fact]
    public async Task PerThreadEachThreadIsARow()
    {
        Needs.Root("python3");
        var (rows, told, _) = await RunAsync("told", "per_thread = true", ["threads"]);
        var threads = rows.ToLookup(r => r.GetProperty("pid").GetInt32(), r => r.GetProperty("tid").GetInt32());
        Assert.Equal(told.Select(t => t.Pid).Order(), threads.Select(t => t.Key).Order());
        Assert.All(threads, t => Assert.Contains(t.Key, t));
        int[] expected = [4, 4, 4, 4, 4, .. Enumerable.Repeat(9, 50)];
        Assert.Equal(expected, told.Select(t => threads[t.Pid].Count()));
    }

    [Fact]
    public async Task OnlyFailuresAndOnlyOnesOwnChildrenAreKept()
    {
        Needs.Root("python3");
        var (rows, told, ledger) = await RunAsync("told", "failed_only = true", []);
        Assert.Equal(told.Where(t => (t.Code, t.Signal) != (0, 0)), rows.Select(ToEnding));
        Assert.InRange(ledger.Kernel.Discarded["filtered"], 2, long.MaxValue);
    }

    [Fact]
    public async Task BccsExitsnoopSeesTheSame()
    {
        Needs.Root("exitsnoop", "python3");
        // Its buffers have room for some hundred ends: those of the rest of the machine are kept out.
        using var cgroup = OwnCgroup.Make();
        using var bcc = await BccTool.FollowAsync("PCOMM", "exitsnoop", "-c", cgroup.Path);
        var (rows, _, _) = await RunAsync("told", "", [], cgroup);
        var parent = rows[0].GetProperty("ppid").GetInt32();
        var lines = await bcc.RowsAsync(w => w[2] == $"{parent}", rows.Length);
        // Its buffer is one a CPU, read one after the other: only who ended how can be compared, not in which order.
        Assert.Equal(
            lines.Select(w => $"{string.Join(' ', w[..4])} {w[5] switch { "code" => $"{w[6]} 0", "signal" => $"0 {w[6]}", _ => "0 0" }}").Order(),
            rows.Select(r => $"{r.GetProperty("comm")} {r.GetProperty("pid")} {r.GetProperty("ppid")} {r.GetProperty("tid")} {ToEnding(r).Code} {ToEnding(r).Signal}").Order());
    }

    public void Dispose() => _folder.Dispose();

    // The workload's children in the order of their ends, and what their parent was told.
    private async Task<(JsonElement[] Rows, IReadOnlyList<Ending> Told, Ledger Ledger)> RunAsync(string variant, string options, string[] arguments, OwnCgroup? cgroup = null)
    {
        var configuration = BpfConfiguration.Write(_folder, "exitsnoop", $"variant = \"{variant}\"\noptions = {{ {options} }}");
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        var place = Directory.CreateDirectory(_folder.Path("place")).FullName;
        string[] command = ["/usr/bin/python3", Installed.Workload("exit.py"), place, .. arguments];
        var said = (await RunningProcess.RunAsync(cgroup?.Inside(command) ?? command)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ledger = await host.StopAsync();
        var told = said[1..].Select(l => l.Split(' ')).Select(w => Ending.OfStatus(int.Parse(w[0], CultureInfo.InvariantCulture), int.Parse(w[1], CultureInfo.InvariantCulture))).ToList();
        return ([.. host.Rows.Where(r => $"{r.GetProperty("ppid")}" == said[0])], told, ledger);
    }

    private static Ending ToEnding(JsonElement row) => new(
        row.GetProperty("pid").GetInt32(),
        row.GetProperty("exit_code").GetInt32(),
        row.GetProperty("signal") is { ValueKind: JsonValueKind.String } name ? Array.IndexOf(Signals, name.GetString()) : row.GetProperty("signal").GetInt32(),
        row.GetProperty("core_dumped").GetBoolean());
}
