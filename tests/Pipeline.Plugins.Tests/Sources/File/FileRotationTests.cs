using System.Diagnostics;
using Pipeline.Sources.File;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class FileRotationTests : IDisposable
{
    private readonly FileFolder _folder = new();

    [Fact]
    public async Task A_renamed_file_is_read_to_its_end_and_the_new_one_from_its_beginning()
    {
        _folder.Write("a.log", "one\n");
        using var run = _folder.Run(Followed(_folder["a.log"]));
        await run.WaitAsync(1);
        File.Move(_folder["a.log"], _folder["a.log.1"]);
        _folder.Append("a.log.1", "two\nlast without end");
        _folder.Write("a.log", "three\n");
        Assert.Equal(["last without end", "one", "three", "two"], (await run.WaitAsync(4)).Select(Message).Order(StringComparer.Ordinal));
        await run.StopAsync();
    }

    [Fact]
    public async Task A_file_that_is_copied_and_emptied_is_read_from_its_beginning_with_other_identities()
    {
        _folder.Write("a.log", "same first line\ntwo\n");
        var log = new KeptLog();
        using (var run = _folder.Run(Followed(_folder["a.log"]), log: log))
        {
            await run.WaitAsync(2);
            Truncate("a.log");
            _folder.Append("a.log", "same first line\n");
            var rows = await run.WaitAsync(3);
            Assert.Equal(["same first line", "two", "same first line"], rows.Select(Message));
            Assert.Equal(3, rows.Select(r => r.Id).Distinct().Count());
            Assert.Contains(log.Lines, line => line.Contains("emptied", StringComparison.Ordinal));
            await run.KillAsync();
        }

        // As though never committed: the new content was written down before its first row.
        using var again = _folder.Run(Followed(_folder["a.log"]));
        var told = await again.WaitAsync(1);
        Assert.Equal(["same first line"], told.Select(Message));
        Assert.NotEqual("0", told[0].Id);
        await again.StopAsync();
    }

    [Fact]
    public async Task A_file_that_was_emptied_and_grew_beyond_the_place_between_two_looks_is_noticed()
    {
        _folder.Write("a.log", "one\n");
        using var run = _folder.Run(Followed(_folder["a.log"]));
        await run.WaitAsync(1);
        using (var file = new FileStream(_folder["a.log"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write("another first line, and longer\nand more\n"u8);
        Assert.Equal(["one", "another first line, and longer", "and more"], (await run.WaitAsync(3)).Select(Message));
        await run.StopAsync();
    }

    [Fact]
    public async Task A_deleted_file_is_read_to_its_end_and_one_of_the_same_inode_from_its_beginning()
    {
        _folder.Write("a.log", "header\none\n");
        using var run = _folder.Run(Followed(_folder["a.log"]));
        await run.WaitAsync(2);
        File.Delete(_folder["a.log"]);
        await Task.Delay(700, TestContext.Current.CancellationToken);
        _folder.Write("a.log", "header\ntwo\n");
        var rows = await run.WaitAsync(4);
        Assert.Equal(["header", "one", "header", "two"], rows.Select(Message));
        Assert.Equal(4, rows.Select(r => r.Id).Distinct().Count());
        await run.StopAsync();
    }

    [Fact]
    public async Task What_was_renamed_and_written_while_nobody_looked_is_told()
    {
        _folder.Write("a.log", "one\n");
        using (var run = _folder.Run(Followed(_folder["a.log"])))
        {
            await run.WaitAsync(1);
            await run.StopAsync();
        }

        _folder.Append("a.log", "two\n");
        File.Move(_folder["a.log"], _folder["a.log.1"]);
        _folder.Write("a.log", "three\n");
        using (var run = _folder.Run(Followed(_folder["a.log"]) with { ReadFrom = ReadFrom.End }))
        {
            // Also from the end: the name was read before, so the new file follows the old one.
            Assert.Equal(["three", "two"], (await run.WaitAsync(2)).Select(Message).Order(StringComparer.Ordinal));
            await run.StopAsync();
        }
    }

    [Fact]
    public async Task Compressed_files_are_left_out_and_said()
    {
        _folder.Write("a.log", "one\n");
        _folder.Write("a.log.2.gz", "whatever\n");
        await File.WriteAllBytesAsync(_folder["a.log.3"], [0x1f, 0x8b, 0x08, 0, 10], TestContext.Current.CancellationToken);
        var log = new KeptLog();
        using var run = _folder.Run(Once(_folder["a.log*"]), log: log);
        Assert.Equal(["one"], (await run.EndAsync()).Select(Message));
        Assert.Equal(2, log.Lines.Count(line => line.Contains("compressed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("copytruncate")]
    public async Task Debians_logrotate_loses_nothing(string how)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/logrotate"), "logrotate is not installed");
        _folder.Write("a.log", "0\n");
        var configuration = _folder.Write("rotate.conf", $"{_folder["a.log"]} {{\n rotate 9\n size 1\n {how}\n}}\n");
        using var run = _folder.Run(Followed(_folder["a.log"]));
        var lines = 1;
        for (var round = 0; round < 4; round++)
        {
            await run.WaitAsync(lines);
            using (var rotate = Process.Start("/usr/sbin/logrotate", ["-f", "-s", _folder["rotate.state"], configuration]))
                await rotate.WaitForExitAsync(TestContext.Current.CancellationToken);
            _folder.Append("a.log", $"{lines++}\n{lines++}\n");
        }

        Assert.Equal(Enumerable.Range(0, lines), (await run.WaitAsync(lines)).Select(r => int.Parse(Message(r), System.Globalization.CultureInfo.InvariantCulture)).Order());
        await run.StopAsync();
    }

    public void Dispose() => _folder.Dispose();

    private void Truncate(string name)
    {
        using var file = new FileStream(_folder[name], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
