using System.Globalization;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Processes;

/// <summary>Figures of processes against another reader of /proc, against ps, and against what a process of the test's own did.</summary>
public sealed class ProcessWitnessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunningProcess _worker = RunningProcess.StartListening("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Processes", "workload.py"));

    [Fact]
    public async Task EveryProcessThatKeepsQuietHasTheFiguresThatTheWitnessFinds()
    {
        await AskAsync("zombie");
        await AskAsync($"name {Convert.ToHexString(") R 1 \n(\xff"u8)}");
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)));
        var before = await Witness.ReadAsync();
        var rows = passes.Read().ToDictionary(r => (int)r["pid"]);
        var after = await Witness.ReadAsync();
        var quiet = before.Where(p => after.TryGetValue(p.Key, out var later) && p.Value.All(f => later[f.Key].ToString() == f.Value.ToString())).ToList();
        Assert.Empty(quiet.Where(p => !rows.ContainsKey(p.Key)).Select(p => p.Key));
        Assert.Empty(quiet.Select(p => Witness.Difference(rows[p.Key], p.Value)).OfType<string>());
        // Kernel threads, the worker and its dead child are quiet on any machine.
        Assert.Contains(_worker.Id, quiet.Select(p => p.Key));
        Assert.InRange(quiet.Count, 10, int.MaxValue);
        Assert.Contains(quiet, p => p.Value["vsize_bytes"].GetInt64() == 0);
    }

    [Fact]
    public async Task WhatAProcessDoesIsCounted()
    {
        var file = _folder.Path("file");
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)), options: new ProcessesOptions { Pids = [_worker.Id] });
        await AskAsync("burn 1");
        var before = Assert.Single(passes.Read());
        foreach (var work in (string[])[$"write {file}", $"read {file}", "fault 16", "open 50", "threads 5"])
            await AskAsync(work);
        var cpu = long.Parse(await AskAsync("burn 300"), CultureInfo.InvariantCulture);
        var after = Assert.Single(passes.Read());

        const long fourMebibytes = 4 << 20;
        Assert.Equal(50, after["open_file_descriptors"] - before["open_file_descriptors"]);
        Assert.Equal(5, after["num_threads"] - before["num_threads"]);
        Assert.InRange(after["wchar_bytes"] - before["wchar_bytes"], fourMebibytes, fourMebibytes + 4096);
        Assert.InRange(after["rchar_bytes"] - before["rchar_bytes"], fourMebibytes, fourMebibytes + 65536);
        Assert.InRange(after["minor_faults"] - before["minor_faults"], (16 << 20) / Environment.SystemPageSize, long.MaxValue);
        Assert.InRange(after["rss_bytes"] - before["rss_bytes"], 12 << 20, long.MaxValue);
        // What the process has of its own clock when it answers; user and kernel time are cut to 10 ms each, and to answer takes a little more.
        Assert.InRange(after["cpu_utime_ns"] + after["cpu_ktime_ns"], cpu - 20_000_000, cpu + 50_000_000);
        if (await IsOnDiskAsync(file))
        {
            Assert.InRange(after["write_bytes"] - before["write_bytes"], fourMebibytes, 2 * fourMebibytes);
            Assert.InRange(after["read_bytes"] - before["read_bytes"], fourMebibytes, 2 * fourMebibytes);
        }

        var told = Assert.Single(await Witness.ReadAsync(_worker.Id)).Value;
        Assert.Null(Witness.Difference(after, told));
    }

    [Fact]
    public async Task PsShowsTheSame()
    {
        await AskAsync("open 3");
        using var passes = new Passes(c => new ProcessWalk(c, new ProcessTable(c)), options: new ProcessesOptions { Pids = [_worker.Id] });
        var row = Assert.Single(passes.Read());
        var ps = await RunningProcess.RunAsync("/usr/bin/ps", "-o", "rss=,vsz=,nlwp=,min_flt=,maj_flt=,comm=", "-p", $"{_worker.Id}");
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{row["rss_bytes"] >> 10} {row["vsize_bytes"] >> 10} {row["num_threads"]} {row["minor_faults"]} {row["major_faults"]} {row.Text("comm")}"),
            string.Join(' ', ps.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim());
    }

    public void Dispose()
    {
        _worker.Dispose();
        _folder.Dispose();
    }

    // It is asleep again when this returns: its clock and its faults stand still.
    private async Task<string> AskAsync(string work)
    {
        var said = await _worker.AskAsync(work);
        await Asleep.UntilAsync(_worker.Id);
        return said;
    }

    // A file system in memory has nothing to count.
    private static async Task<bool> IsOnDiskAsync(string file) =>
        (await RunningProcess.RunAsync("/usr/bin/stat", "-f", "-c", "%T", file)).Trim() is not ("tmpfs" or "overlayfs" or "ramfs");
}
