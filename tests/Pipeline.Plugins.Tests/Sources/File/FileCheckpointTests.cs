using System.Diagnostics;
using Pipeline.Sources.File.Checkpoints;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class FileCheckpointTests : IDisposable
{
    private readonly FileFolder _folder = new();

    [Fact]
    public async Task What_was_abandoned_is_told_again_with_the_same_identity()
    {
        var file = _folder.Write("a.log", "one\ntwo\n");
        IReadOnlyList<(string Id, string Row)> first, second;
        using (var run = _folder.Run(Followed(file)))
        {
            await run.WaitAsync(2);
            run.Delivers = false;
            _folder.Append("a.log", "three\n");
            await run.WaitAsync(3);
            run.Delivers = true;
            _folder.Append("a.log", "four\n");
            await run.WaitAsync(4);
            first = await run.StopAsync();
        }

        using (var run = _folder.Run(Followed(file)))
        {
            await run.WaitAsync(2);
            second = await run.StopAsync();
        }

        Assert.Equal(first.Skip(2), second);
    }

    [Fact]
    public async Task A_run_that_is_killed_is_repeated_with_the_same_identities()
    {
        var file = _folder.Write("a.log", string.Join('\n', Enumerable.Range(0, 5000)) + "\n");
        var ids = new HashSet<(string, string)>();
        for (var round = 0; round < 4; round++)
        {
            using var run = _folder.Run(Followed(file));
            await run.WaitAsync(5000);
            foreach (var row in await run.KillAsync())
                ids.Add(row);
        }

        Assert.Equal(5000, ids.Count);
    }

    [Fact]
    public async Task Only_one_can_have_a_checkpoint()
    {
        var file = _folder.Write("a.log", "one\n");
        using var first = _folder.Run(Followed(file));
        await first.WaitAsync(1);
        using var second = _folder.Run(Followed(file));
        var problem = await Assert.ThrowsAsync<UnavailableException>(second.EndAsync);
        Assert.Contains("test.checkpoint cannot be had", problem.Message, StringComparison.Ordinal);
        await first.StopAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"version\":9,\"files\":[]}")]
    [InlineData("{\"version\":1,\"files\":[{\"path\":1}]}")]
    [InlineData("{\"version\":1,\"files\":[{\"path\":\"x\",\"inode\":1,\"born\":0,\"head_bytes\":-1,\"head\":0,\"generation\":0,\"offset\":5,\"tail\":0,\"seen\":0}]}")]
    public async Task A_damaged_checkpoint_is_said_and_set_aside(string content)
    {
        var file = _folder.Write("a.log", "one\n");
        _folder.Write("state/test.checkpoint", content);
        var log = new KeptLog();
        using var run = _folder.Run(Followed(file), log: log);
        Assert.Equal(["one"], (await run.WaitAsync(1)).Select(Message));
        await run.StopAsync();
        Assert.Contains(log.Lines, line => line.Contains("set aside", StringComparison.Ordinal));
        Assert.Equal(content, await File.ReadAllTextAsync(_folder["state/test.checkpoint.corrupt"], TestContext.Current.CancellationToken));
        Assert.Single(CheckpointText.Read(await File.ReadAllBytesAsync(_folder["state/test.checkpoint"], TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Files_that_are_gone_and_delivered_are_forgotten()
    {
        for (var i = 0; i < 5; i++)
            _folder.Write($"{i}.log", $"{i}\n");
        using var run = _folder.Run(Followed(_folder["*.log"]));
        await run.WaitAsync(5);
        for (var i = 2; i < 5; i++)
            File.Delete(_folder[$"{i}.log"]);
        // It is there, only under a name that is not looked for: it might come back.
        File.Move(_folder["1.log"], _folder["1.old"]);
        string[] known = [];
        var start = TimeProvider.System.GetTimestamp();
        while (known.Length != 2 && TimeProvider.System.GetElapsedTime(start) < FileRun.Patience)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await run.CommitAsync();
            known = [.. CheckpointText.Read(await File.ReadAllBytesAsync(_folder["state/test.checkpoint"], TestContext.Current.CancellationToken)).Select(e => e.Path).Order(StringComparer.Ordinal)];
        }

        Assert.Equal([_folder["0.log"], _folder["1.log"]], known);
        File.Move(_folder["1.old"], _folder["1.log"]);
        _folder.Append("1.log", "1 again\n");
        Assert.Equal("1 again", Message((await run.WaitAsync(6))[5]));
        await run.StopAsync();
    }

    [Fact]
    [Trait("needs", "root")]
    public async Task A_full_disk_keeps_the_checkpoint_there_was()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        Directory.CreateDirectory(_folder.Data);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", _folder.Data);
        try
        {
            var file = _folder.Write("a.log", "one\n");
            using var run = _folder.Run(Followed(file));
            await run.WaitAsync(1);
            await run.CommitAsync();
            var before = await File.ReadAllBytesAsync(_folder["state/test.checkpoint"], TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<IOException>(() => File.WriteAllBytesAsync(_folder["state/filler"], new byte[128 << 10], TestContext.Current.CancellationToken));
            _folder.Append("a.log", "two\n");
            await run.WaitAsync(2);
            await Assert.ThrowsAnyAsync<IOException>(() => run.CommitAsync().AsTask());
            Assert.Equal(before, await File.ReadAllBytesAsync(_folder["state/test.checkpoint"], TestContext.Current.CancellationToken));
            File.Delete(_folder["state/filler"]);
            await run.StopAsync();
            Assert.NotEqual(before, await File.ReadAllBytesAsync(_folder["state/test.checkpoint"], TestContext.Current.CancellationToken));
        }
        finally
        {
            await RunAsync("umount", _folder.Data);
        }
    }

    [Fact]
    public void A_place_is_committed_when_all_before_it_is_settled()
    {
        var progress = new FileProgress(new FileIdentity(1, 2, new Fingerprint(3, 4), 0), "x", default);
        var accounts = Enumerable.Range(1, 6).Select(i => progress.Open(new ReadPlace(i, (ulong)i))).ToArray();
        accounts[1].Settle(Settlement.Dropped);
        Assert.Equal(0, progress.Committed.Offset);
        accounts[0].Settle(Settlement.Delivered);
        Assert.Equal(2, progress.Committed.Offset);
        progress.Pass(new ReadPlace(7, 7));
        accounts[3].Settle(Settlement.Abandoned);
        accounts[2].Settle(Settlement.Rejected);
        accounts[4].Settle(Settlement.Delivered);
        accounts[5].Settle(Settlement.Delivered);
        Assert.Equal(3, progress.Committed.Offset);
        Assert.False(progress.IsSettled);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
