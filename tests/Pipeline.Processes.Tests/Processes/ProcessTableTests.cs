using System.Globalization;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Processes;

public sealed class ProcessTableTests
{
    [Fact]
    public void EachProcessOfTheMachineIsARow()
    {
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)));
        var before = Pids();
        var rows = passes.Read();
        var after = Pids();
        var told = rows.Select(r => (int)r["pid"]).ToHashSet();
        Assert.Equal(rows.Count, told.Count);
        Assert.Subset(told, before.Intersect(after).ToHashSet());
        Assert.Contains(Environment.ProcessId, told);
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => (ulong)i), rows.Select(r => r.Sequence));
        Assert.Equal(rows.Count, passes.Kept.Tally.Created);
    }

    [Fact]
    public void TheHostItselfIsLeftOutUnlessItIsWanted()
    {
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)), new Machine(includeSelf: false));
        Assert.DoesNotContain(Environment.ProcessId, passes.Read().Select(r => (int)r["pid"]));
    }

    [Fact]
    public void OnlyWantedProcessesAreRows()
    {
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)), options: new ProcessesOptions { Pids = [Environment.ProcessId, int.MaxValue, Environment.ProcessId] });
        var row = Assert.Single(passes.Read());
        Assert.Equal(Environment.ProcessId, row["pid"]);
        Assert.Equal(DescriptorsOfThis(), row["open_file_descriptors"], 8.0);
    }

    private static HashSet<int> Pids() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => char.IsAsciiDigit(n![0])).Select(n => int.Parse(n!, CultureInfo.InvariantCulture))];

    private static int DescriptorsOfThis() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
