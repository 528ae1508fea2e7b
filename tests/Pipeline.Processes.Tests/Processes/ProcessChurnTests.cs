using Pipeline.Files;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Processes;

public sealed class ProcessChurnTests
{
    [Fact]
    public void ProcessesThatEndWhileTheyAreReadAreNoRowsAndNoErrors()
    {
        using var churn = RunningProcess.Start("/bin/bash", "-c", "while :; do for i in 1 2 3 4 5 6 7 8; do (:) & done; wait; done");
        using var passes = new Passes(c => new ProcessWalk(c));
        for (var i = 0; i < 200; i++)
        {
            var rows = passes.Read();
            Assert.Equal(rows.Count(r => r.Table == "process_stats"), rows.Where(r => r.Table == "process_stats").Select(r => r["pid"]).Distinct().Count());
            Assert.All(rows.Where(r => r.Table == "process_stats"), r => Assert.True(r["start_ticks"] > 0 || r["pid"] <= 2));
        }

        Assert.False(churn.HasEnded);
        Assert.Empty(passes.Kept.Tally.Dropped);
        Assert.DoesNotContain(passes.Machine.Told.Warnings, w => w.Contains("No such", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ANumberGivenToAnotherProcessIsNotReadAsTheFirst()
    {
        Needs.Root();
        // In a pid namespace of its own, so that which number comes next is the test's to say.
        const string script = "echo 100 >/proc/sys/kernel/ns_last_pid; sleep 1000 & first=$!; echo $first; read line; kill -9 $first; wait $first 2>/dev/null; "
            + "until [ \"$second\" = \"$first\" ]; do echo $((first - 1)) >/proc/sys/kernel/ns_last_pid; sleep 1000 & second=$!; done; echo $second; read line";
        using var shell = RunningProcess.StartListening("/usr/bin/unshare", "--fork", "--kill-child", "--pid", "--mount", "--mount-proc", "/bin/bash", "-c", script);
        var first = await shell.Output.WaitForAsync(_ => true);
        var proc = $"/proc/{ChildOf(shell.Id)}/root/proc";
        using var namespaceProc = Folder.Open(proc);
        using var process = namespaceProc.Below(System.Text.Encoding.ASCII.GetBytes($"{first}\0"));
        var files = new FileReader();
        Assert.True(ProcessStat.Parse(files.ReadAtOnce(process, "stat\0"u8, out _)).IsWhole);
        Assert.Equal(first, await shell.AskAsync("go on"));
        // The number is there again.
        Assert.True(File.Exists($"{proc}/{first}/stat"));
        Assert.True(files.ReadAtOnce(process, "stat\0"u8, out var error).IsEmpty);
        Assert.True(ProcessList.IsGone(error), $"errno {error}");
        Assert.True(files.ReadAtOnce(process, "io\0"u8, out error).IsEmpty);
        Assert.True(ProcessList.IsGone(error), $"errno {error}");
        new OpenDescriptors().Count(process, out error);
        Assert.True(ProcessList.IsGone(error), $"errno {error}");
    }

    [Fact]
    public void RowsThatFindNoMemoryAreCounted()
    {
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)), memory: 1024);
        Assert.Empty(passes.Read());
        Assert.True(passes.Kept.Tally.Created > 5);
        Assert.Equal(passes.Kept.Tally.Created, passes.Kept.Tally.Dropped["memory"]);
    }

    [Fact]
    public void APassAllocatesNothingButItsBatches()
    {
        using var passes = new Passes(c => new ProcessWalk(c));
        for (var i = 0; i < 20; i++)
            passes.Skim();
        const int count = 50;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            passes.Skim();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / count, 0, 2_000);
    }

    [Fact]
    public async Task DescriptorsAreCountedAlikeWithAndWithoutTheKernelsHelp()
    {
        using var sleeper = RunningProcess.Start("/usr/bin/sleep", "1000");
        // Until then it opens libraries and closes them again.
        await Asleep.UntilAsync(sleeper.Id);
        using var folder = Folder.Open($"/proc/{sleeper.Id}");
        var descriptors = new OpenDescriptors();
        var walked = descriptors.Walk(folder, out var error);
        Assert.Equal(0, error);
        Assert.Equal(walked, descriptors.Count(folder, out error));
        Assert.Equal(0, error);
        Assert.InRange(walked, 3UL, 100UL);
    }

    private static int ChildOf(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);
}
