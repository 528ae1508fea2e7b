using Pipeline.Lines;
using Pipeline.Sources.File;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly FileFolder _folder = new();

    [Fact]
    public async Task A_file_is_read_whole_and_the_source_ends()
    {
        var file = _folder.Write("a.log", "one\ntwo\r\n\nlast without end");
        for (var run = 0; run < 2; run++)
        {
            // Twice the same: who reads once does not mean to go on where that ended.
            using var source = _folder.Run(Once(file));
            var rows = await source.EndAsync();
            Assert.Equal(["one", "two", "", "last without end"], rows.Select(Message));
            Assert.Equal(["0", "4", "9", "10"], rows.Select(Sequence));
        }
    }

    [Fact]
    public async Task A_large_file_of_json_is_read_line_by_line()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $$$"""{"n":{{{i}}},"text":"{{{new string('x', i % 300)}}}","deep":{"list":[1,2.5,null,true]}}""").ToArray();
        var file = _folder.Write("a.json", string.Join('\n', lines) + "\n");
        using var run = _folder.Run(Once(file) with { Format = LineFormat.Json });
        var rows = await run.EndAsync();
        Assert.Equal(lines.Select(line => """{"table":"test",""" + line[1..]), rows.Select(r => r.Row));
    }

    [Fact]
    public async Task A_file_that_grows_is_followed_and_read_on_after_a_stop()
    {
        var file = _folder.Write("a.log", "one\ntw");
        using (var run = _folder.Run(Followed(file)))
        {
            await run.WaitAsync(1);
            _folder.Append("a.log", "o\nthree\n");
            Assert.Equal(["one", "two", "three"], (await run.WaitAsync(3)).Select(Message));
            await run.StopAsync();
        }

        _folder.Append("a.log", "four\n");
        using (var run = _folder.Run(Followed(file)))
        {
            var rows = await run.WaitAsync(1);
            Assert.Equal(["four"], rows.Select(Message));
            Assert.Equal("14", Sequence(rows[0]));
            await run.StopAsync();
        }
    }

    [Fact]
    public async Task From_the_end_only_what_comes_is_read_and_the_line_at_hand_is_whole()
    {
        var file = _folder.Write("a.log", "old\nhalf ");
        using var run = _folder.Run(Followed(file, _folder["*.log"]) with { ReadFrom = ReadFrom.End });
        // Once something comes that was written later, it knows where the end was.
        while (run.Rows.Count == 0)
        {
            _folder.Append("tick.log", "tick\n");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        _folder.Append("a.log", "a line\nnew\n");
        await run.WaitAsync(told => Read(told).Length >= 2);
        _folder.Write("b.log", "a file that came later\n");
        var rows = Read(await run.WaitAsync(told => Read(told).Length >= 3));
        Assert.Equal(["half a line", "new", "a file that came later"], rows.Select(Message));
        Assert.Equal("4", Sequence(rows[0]));
        await run.StopAsync();

        static (string Id, string Row)[] Read(IReadOnlyList<(string Id, string Row)> told) => [.. told.Where(row => Message(row) != "tick")];
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(600_000)]
    public async Task A_line_is_as_long_as_it_may_be(int limit)
    {
        var file = _folder.Write("a.log", $"{new string('a', limit)}\n{new string('b', limit + 1)}\n{new string('c', limit)}");
        using var run = _folder.Run(Once(file) with { MaxLine = new ByteSize(limit) });
        Assert.Equal([limit, limit], (await run.EndAsync()).Select(r => Message(r).Length));
        Assert.Equal(1, run.Dropped["line_too_long"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept_and_said()
    {
        var file = _folder["a.log"];
        await File.WriteAllBytesAsync(file, [(byte)'a', 0xff, (byte)'b', (byte)'\n', 0, 0, (byte)'c', (byte)'\n'], TestContext.Current.CancellationToken);
        var log = new KeptLog();
        using var run = _folder.Run(Once(file), log: log);
        Assert.Equal(
            ["""{"table":"test","message":"a�b","message_base64":"Yf9i"}""", """{"table":"test","message":"\u0000\u0000c"}"""],
            (await run.EndAsync()).Select(r => r.Row));
        Assert.Single(log.Lines, line => line.Contains("invalid_utf8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_files_than_may_be_open_are_all_read_and_followed()
    {
        const int Files = 40;
        for (var i = 0; i < Files; i++)
            _folder.Write($"many/{i}.log", $"{i} first\n");
        using var run = _folder.Run(Followed(_folder["many/*.log"]) with { MostOpen = 7 });
        await run.WaitAsync(Files);
        for (var i = Files - 1; i >= 0; i--)
            _folder.Append($"many/{i}.log", $"{i} second\n");
        var rows = await run.WaitAsync(2 * Files);
        Assert.Equal(
            Enumerable.Range(0, Files).SelectMany(i => (string[])[$"{i} first", $"{i} second"]).Order(StringComparer.Ordinal),
            rows.Select(Message).Order(StringComparer.Ordinal));
        await run.StopAsync();
    }

    [Fact]
    public async Task A_large_file_does_not_keep_a_small_one_waiting()
    {
        var large = _folder.Write("a.log", string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 200_000)));
        var small = _folder.Write("b.log", "small\n");
        using var run = _folder.Run(Once(large, small));
        var rows = await run.EndAsync();
        Assert.Equal(200_001, rows.Count);
        Assert.InRange(rows.Select(Message).ToList().IndexOf("small"), 0, 20_000);
    }

    [Fact]
    public async Task Little_memory_makes_it_wait_and_loses_nothing()
    {
        var lines = Enumerable.Range(0, 50_000).Select(i => $"line {i} {new string('x', 200)}").ToArray();
        var file = _folder.Write("a.log", string.Join('\n', lines));
        using var run = _folder.Run(Once(file), memory: 1 << 20);
        run.HeldBatches = 1;
        Assert.Equal(lines, (await run.EndAsync()).Select(Message));
        Assert.Empty(run.Dropped);
    }

    public void Dispose() => _folder.Dispose();
}
