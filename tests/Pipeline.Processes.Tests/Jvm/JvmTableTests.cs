using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Files;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes.Jvm;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Jvm;

/// <summary>Real Java machines, against jcmd.</summary>
public sealed class JvmTableTests(JavaProgram java) : IClassFixture<JavaProgram>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Passes _passes = new(c => new ProcessWalk(c, new JvmTable(c)));

    [Theory]
    [InlineData("Serial", 128)]
    [InlineData("Parallel", 128)]
    [InlineData("G1", 128)]
    [InlineData("Z", 128)]
    [InlineData("Shenandoah", 128)]
    public async Task EachCollectorsFiguresAreThoseThatJcmdTells(string collector, int mebibytes)
    {
        using var machine = await java.StartAsync([], $"-XX:+Use{collector}GC");
        var row = await RowAsync(machine.Id);
        // Some collect whenever they like: then what did not move in between is compared once more.
        for (var tries = 0; await DifferenceAsync(machine.Id) is { } difference; tries++)
            Assert.True(tries < 20, difference);
        // Within what generations are rounded to.
        Assert.InRange(row["max_heap_size"], ((long)mebibytes << 20) - (4 << 20), ((long)mebibytes << 20) + 64);
        Assert.InRange(row["used_heap_size"], 1, row["max_heap_size"]);
        Assert.Equal(row["start_ticks"] * 10_000_000, row["start_time"]);
        if (collector != "Z")
            Assert.True(row["young_gc_time_ns"] + row["full_gc_time_ns"] > 0);
    }

    [Fact]
    public async Task OneInAContainerIsReadBelowItsOwnRoot()
    {
        // Its own /tmp, with nothing in it but the program, where it is process 1.
        var own = _folder.Path("tmp");
        Directory.CreateDirectory(own);
        using var machine = await java.StartAsync(
            ["/usr/bin/unshare", "--fork", "--kill-child", "--pid", "--mount", "--mount-proc", "/bin/sh", "-c", $"mount -t tmpfs none {own} && cp -r {java.Folder} {own} && mount --move {own} /tmp && exec \"$@\"", "sh"]);
        var pid = int.Parse((await File.ReadAllTextAsync($"/proc/{machine.Id}/task/{machine.Id}/children", TestContext.Current.CancellationToken)).Trim(), CultureInfo.InvariantCulture);
        var row = await RowAsync(pid);
        Assert.InRange(row["used_heap_size"], 1, 128 << 20);
        Assert.False(File.Exists("/tmp/hsperfdata_root/1"));
    }

    [Fact]
    public async Task OneThatKeepsNoFiguresHasNoRowAndTheLogSaysSo()
    {
        using var machine = await java.StartAsync([], "-XX:-UsePerfData");
        while (!_passes.Machine.Told.Lines.Any(l => l.Text.StartsWith($"process {machine.Id} is named java", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(_passes.Read(), r => r["pid"] == machine.Id);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task OneWhoseFileIsDamagedIsGivenUpOnAfterThreeFailures()
    {
        using var machine = await java.StartAsync([]);
        await RowAsync(machine.Id);
        var file = $"/tmp/hsperfdata_{Environment.UserName}/{machine.Id}";
        // It is locked by whoever writes it.
        await RunningProcess.RunAsync("/bin/cp", file, _folder.Path("sound"));
        var sound = await File.ReadAllBytesAsync(_folder.Path("sound"), TestContext.Current.CancellationToken);
        Replace(file, sound[..100]);
        Assert.DoesNotContain(Pass(), IsRow);
        Assert.DoesNotContain(Pass(), IsRow);
        // Two failures are forgotten with a success.
        Replace(file, sound);
        Assert.Contains(Pass(), IsRow);
        Replace(file, sound[..100]);
        for (var i = 0; i < 3; i++)
            Assert.DoesNotContain(Pass(), IsRow);
        var told = Assert.Single(_passes.Machine.Told.Warnings, w => w.Contains($"Java machine {machine.Id}:", StringComparison.Ordinal));
        Assert.Contains($"/tmp/hsperfdata_{Environment.UserName}/{machine.Id} below its root folder could not be read 3 times in a row: an entry ", told, StringComparison.Ordinal);
        Replace(file, sound);
        Assert.DoesNotContain(Pass(), IsRow);

        bool IsRow(Row row) => row["pid"] == machine.Id;
    }

    [Theory]
    [InlineData("pipe", "it is no plain file")]
    [InlineData("folder", "it is no plain file")]
    [InlineData("large", "it is larger than 1 MiB")]
    [InlineData("missing", "No such file or directory")]
    [InlineData("loop", "Too many levels of symbolic links")]
    [InlineData("plain", null)]
    [InlineData("link", null)]
    public async Task NothingIsOpenedButAPlainFileBelowTheRoot(string name, string? problem)
    {
        await RunningProcess.RunAsync("/usr/bin/mkfifo", _folder.Path("pipe"));
        Directory.CreateDirectory(_folder.Path("folder"));
        await File.WriteAllTextAsync(_folder.Path("plain"), "figures", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder.Path("link"), _folder.Path("plain"));
        File.CreateSymbolicLink(_folder.Path("loop"), _folder.Path("loop"));
        await using (var large = File.Create(_folder.Path("large")))
            large.SetLength((1 << 20) + 1);
        // A file that is mapped is known to the kernel, and so are these.
        Assert.NotEmpty(Directory.GetFileSystemEntries(_folder.Path(".")).Select(f => new FileInfo(f).Attributes));
        _ = File.Exists(_folder.Path(name));
        using var self = Folder.Open("/proc/self");
        var descriptor = RootFile.Open(self, System.Text.Encoding.UTF8.GetBytes(_folder.Path(name)[1..] + '\0'), out var told);
        Assert.Equal((problem, problem is not null), (told, descriptor < 0));
        if (problem is null)
            Assert.Equal("figures", System.Text.Encoding.UTF8.GetString(new FileReader().Read(descriptor, out _)));
    }

    [Fact]
    public async Task ALinkDoesNotLeadOutOfTheProcessesRoot()
    {
        Needs.Root();
        Directory.CreateDirectory(_folder.Path("root/tmp"));
        await File.WriteAllTextAsync(_folder.Path("secret"), "of the machine", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder.Path("root/tmp/absolute"), _folder.Path("secret"));
        File.CreateSymbolicLink(_folder.Path("root/tmp/upwards"), "../../../../../../../../../../../.." + _folder.Path("secret"));
        using var confined = RunningProcess.Start("/usr/bin/python3", "-c", $"import os, time\nos.chroot({Quoted(_folder.Path("root"))})\nprint('in', flush=True)\ntime.sleep(1000)");
        await confined.Output.WaitForAsync("in");
        using var process = Folder.Open($"/proc/{confined.Id}");
        // Below that root there is no such file, and nobody has looked for it.
        Assert.Equal(-1, RootFile.Open(process, "tmp/absolute\0"u8, out var problem));
        Assert.Equal("nobody has it open: the kernel's cache has no such name", problem);
        Assert.Equal(-1, RootFile.Open(process, "tmp/upwards\0"u8, out problem));
        Assert.Equal("nobody has it open: the kernel's cache has no such name", problem);
    }

    public void Dispose()
    {
        _passes.Dispose();
        _folder.Dispose();
    }

    private static string Quoted(string text) => $"'{text}'";

    // As a whole, so that the machine's own mapping stays as it is. Made elsewhere: other machines that begin remove from their folder what is called otherwise than theirs.
    private void Replace(string file, byte[] bytes)
    {
        File.WriteAllBytes(_folder.Path("new"), bytes);
        File.Move(_folder.Path("new"), file, overwrite: true);
        _ = File.ReadAllBytes(file);
    }

    private static long Sum(Dictionary<string, string> told, string names) =>
        told.Where(c => Regex.IsMatch(c.Key, names)).Sum(c => long.Parse(c.Value, CultureInfo.InvariantCulture));

    // What jcmd tells of it: each counter with its value as text.
    private static async Task<Dictionary<string, string>> CountersAsync(int pid) =>
        (await RunningProcess.RunAsync("/usr/bin/jcmd", pid.ToString(CultureInfo.InvariantCulture), "PerfCounter.print")).Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(words => words.Length == 2)
            .ToDictionary(words => words[0].Trim(), words => words[1]);

    private async Task<string?> DifferenceAsync(int pid)
    {
        var before = await RowAsync(pid);
        var told = await CountersAsync(pid);
        var after = await RowAsync(pid);
        Assert.Equal("1000000000", told["sun.os.hrt.frequency"]);
        (string Column, string Names)[] sums =
        [
            ("used_heap_size", @"^sun\.gc\.generation\.\d+\.space\.\d+\.used$"), ("total_heap_size", @"^sun\.gc\.generation\.\d+\.space\.\d+\.capacity$"),
            ("young_gc_time_ns", @"^sun\.gc\.collector\.0\.time$"), ("full_gc_time_ns", @"^sun\.gc\.collector\.1\.time$"),
        ];
        return sums.Where(s => Sum(told, s.Names) < before[s.Column] || Sum(told, s.Names) > after[s.Column])
            .Select(s => $"{s.Column} is {before[s.Column]} and {after[s.Column]}, jcmd told {Sum(told, s.Names)} in between").FirstOrDefault();
    }

    private IReadOnlyList<Row> Pass() => _passes.Read();

    private async Task<Row> RowAsync(int pid)
    {
        for (var patience = 0; ; patience++)
        {
            if (Pass().SingleOrDefault(r => r["pid"] == pid) is { } row)
                return row;
            Assert.True(patience < 3000, $"the Java machine {pid} has no row: {string.Join("; ", _passes.Machine.Told.Warnings)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
