using System.Diagnostics;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class FileFaultTests : IDisposable
{
    private readonly FileFolder _folder = new();

    [Fact]
    public async Task What_is_no_file_is_said_once_and_the_others_are_read()
    {
        _folder.Write("a.log", "one\n");
        Directory.CreateDirectory(_folder["folder.log"]);
        using (var mkfifo = Process.Start("mkfifo", [_folder["pipe.log"]]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder["loop.log"], _folder["loop.log"]);
        File.CreateSymbolicLink(_folder["nowhere.log"], _folder["nothing"]);
        File.CreateSymbolicLink(_folder["link.log"], _folder["a.log"]);
        var log = new KeptLog();
        using var run = _folder.Run(Followed(_folder["*.log"], _folder["missing"], _folder["folder.log"]), log: log);
        await run.WaitAsync(1);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        _folder.Append("a.log", "two\n");
        // A link to a file that is read already is the same file.
        Assert.Equal(["one", "two"], (await run.WaitAsync(2)).Select(Message));
        await run.StopAsync();
        foreach (var (name, problem) in ((string, string)[])[("pipe.log", "no regular file"), ("loop.log", "symbolic links"), ("missing", "is not there"), ("folder.log", "is a folder")])
            Assert.Single(log.Lines, line => line.Contains(_folder[name], StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folders_that_link_in_circles_end()
    {
        _folder.Write("tree/one/a.log", "one\n");
        _folder.Write("tree/one/two/b.log", "two\n");
        File.CreateSymbolicLink(_folder["tree/one/circle"], _folder["tree"]);
        File.CreateSymbolicLink(_folder["tree/one/two/circle"], _folder["tree"]);
        using var run = _folder.Run(Once(_folder["tree/**/*.log"]));
        Assert.Equal(["one", "two"], (await run.EndAsync()).Select(Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_whose_bytes_cannot_be_read_is_said_and_the_others_are_read()
    {
        // The first page of a process is nobody's: the kernel answers with an error.
        File.CreateSymbolicLink(_folder["broken.log"], "/proc/self/mem");
        _folder.Write("good.log", "one\n");
        var log = new KeptLog();
        using var run = _folder.Run(Once(_folder["*.log"]), log: log);
        Assert.Equal(["one"], (await run.EndAsync()).Select(Message));
        Assert.Single(log.Lines, line => line.Contains("broken.log cannot be read: Input/output error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_come_and_go_harm_nobody()
    {
        _folder.Write("a.log", "start\n");
        using var run = _folder.Run(Followed(_folder["*.log"]));
        await run.WaitAsync(1);
        await Task.Run(
            () =>
            {
                for (var i = 0; i < 300; i++)
                {
                    _folder.Write($"x{i % 7}.log", "gone before it is seen, or not\n");
                    File.Delete(_folder[$"x{i % 7}.log"]);
                }
            },
            TestContext.Current.CancellationToken);
        _folder.Append("a.log", "end\n");
        await run.WaitAsync(rows => rows.Any(r => Message(r) == "end"));
        Assert.Contains(await run.StopAsync(), r => Message(r) == "end");
    }

    public void Dispose() => _folder.Dispose();
}
