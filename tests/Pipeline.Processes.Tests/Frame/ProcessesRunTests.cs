using System.Text.Json;

namespace Pipeline.Processes.Tests.Frame;

/// <summary>The published host with the source in it: rows, books, and what an ordinary user gets.</summary>
public sealed class ProcessesRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RowsComeWithBalancedBooksAndTheHostIsLeftOutUnlessItIsWanted(bool includeSelf)
    {
        Needs.Host();
        using var sleeper = RunningProcess.Start("/usr/bin/sleep", "1000");
        using var host = HostRun.Start(_folder, ["run", Configuration(), .. includeSelf ? ["--include-self"] : Array.Empty<string>()]);
        for (var reading = 0; reading < 3; reading++)
            await ReadAsync(host, sleeper.Id);
        var ledger = await host.StopAsync();
        var rows = Of(host, "process_stats").ToLookup(r => r.GetProperty("pid").GetInt32());
        Assert.Equal("sleep", rows[sleeper.Id].First().GetProperty("comm").GetString());
        Assert.Equal(includeSelf, rows.Contains(host.Process.Id));
        Assert.NotEmpty(Of(host, "network_stats"));
        // One time a reading, and one of each process in it.
        Assert.Equal(rows[sleeper.Id].Count(), rows[sleeper.Id].Select(r => r.GetProperty("time").GetString()).Distinct().Count());
        Assert.Equal(host.Rows.Length, ledger.Source.Out);
    }

    [Fact]
    public async Task WhoMayNotLookIntoOthersGetsTheRestAndIsTold()
    {
        Needs.Root("setpriv");
        _folder.OpenToAll();
        using var host = HostRun.StartUnder(["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], _folder, "run", Configuration());
        await ReadAsync(host, Environment.ProcessId);
        await host.Process.Errors.WaitForAsync("not all of ");
        await host.StopAsync();
        var first = Of(host, "process_stats").First(r => r.GetProperty("pid").GetInt32() == Environment.ProcessId);
        Assert.True(first.GetProperty("rss_bytes").GetInt64() > 0);
        Assert.Equal(0, first.GetProperty("rchar_bytes").GetInt64());
        var told = Assert.Single(host.Process.Errors.All, l => l.Contains("not all of ", StringComparison.Ordinal));
        Assert.Matches(@"/proc/PID/io of \d+: Permission denied", told);
        Assert.Contains("run as root or with CAP_SYS_PTRACE", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "Operation not permitted")]
    [InlineData("2", "processes of other users are hidden: run as root or with CAP_SYS_PTRACE, or mount /proc without hidepid")]
    public async Task WhereOthersAreHiddenTheLogSaysSo(string hidepid, string told)
    {
        Needs.Root("setpriv", "unshare");
        _folder.OpenToAll();
        using var host = HostRun.StartUnder(
            ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", $"mount -t proc -o hidepid={hidepid} proc /proc && exec \"$@\"", "sh", "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
            _folder,
            "run",
            Configuration(),
            "--include-self");
        await ReadAsync(host, host.Process.Id);
        await host.Process.Errors.WaitForAsync(told);
        await host.StopAsync();
        Assert.Contains(host.Process.Id, Of(host, "process_stats").Select(r => r.GetProperty("pid").GetInt32()));
        Assert.DoesNotContain(Environment.ProcessId, Of(host, "process_stats").Select(r => r.GetProperty("pid").GetInt32()));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<JsonElement> Of(HostRun host, string table) => host.Rows.Where(r => r.GetProperty("table").GetString() == table);

    // Waits until a process is told of once more.
    private static Task ReadAsync(HostRun host, int pid) => host.Process.Output.WaitForAsync(
        line => JsonDocument.Parse(line).RootElement is var row && row.GetProperty("table").GetString() == "process_stats" && row.GetProperty("pid").GetInt32() == pid,
        host.Process.Output.All.Length);

    private string Configuration() => _folder.Write("processes.toml", """
        [sources.processes]
        type = "processes"
        tables = ["process_stats", "network_stats", "jvm_stats"]
        interval = "500ms"
        [sinks.out]
        type = "stdout"
        format = "json"
        inputs = ["processes"]
        """);
}
