using System.Globalization;

namespace Pipeline.Processes.Tests.Kernel;

/// <summary>The tables that the kernel's programs make, as the source is asked for them.</summary>
[Trait("needs", "root")]
public sealed class KernelTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ends_of_the_processes_that_are_asked_for_are_told_and_nothing_else_is_attached()
    {
        Needs.Root("sleep");
        using var asked = RunningProcess.Start("sleep", "1000");
        using var other = RunningProcess.Start("sleep", "1000");
        using var host = HostRun.Start(_folder, "run", Configuration($"tables = [\"proc_exit_events\"]\npids = [{asked.Id.ToString(CultureInfo.InvariantCulture)}]"));
        await host.AttachedAsync();
        foreach (var process in new[] { other, asked })
        {
            process.Signal(RunningProcess.Interrupt);
            await process.EndAsync();
        }

        var ledger = await host.StopAsync();
        var row = Assert.Single(host.Rows);
        Assert.Equal(("proc_exit_events", asked.Id, "killed", Environment.ProcessId), (row.GetProperty("table").GetString(), row.GetProperty("pid").GetInt32(), row.GetProperty("cause").GetString(), row.GetProperty("killer_pid").GetInt32()));
        Assert.InRange(ledger.Kernel.Discarded["filtered"], 1, long.MaxValue);
        Assert.Equal(0, ledger.Kernel.Aggregated);
    }

    [Fact]
    public async Task More_processes_than_the_programs_have_room_for_are_a_mistake_of_the_configuration()
    {
        Needs.Host();
        var answer = await HostAnswer.AskAsync("validate", Configuration($"pids = [{string.Join(", ", Enumerable.Range(1, 65))}]"));
        Assert.Equal(78, answer.Code);
        Assert.Contains("too many entries (got 65, expected at most 64); without tables proc_exit_events and tcp_stats_events there is no such bound", answer.Errors + answer.Output, StringComparison.Ordinal);
        var without = await HostAnswer.AskAsync("validate", Configuration($"tables = [\"process_stats\"]\npids = [{string.Join(", ", Enumerable.Range(1, 65))}]"));
        Assert.Equal(0, without.Code);
    }

    public void Dispose() => _folder.Dispose();

    private string Configuration(string more) => _folder.Write($"{Guid.NewGuid():N}.toml", $"""
        [sources.processes]
        type = "processes"
        {more}
        [sinks.out]
        type = "stdout"
        format = "json"
        inputs = ["processes"]
        """);
}
