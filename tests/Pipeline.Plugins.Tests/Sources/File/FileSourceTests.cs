using Pipeline.Lines;
using Pipeline.Sources.File;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-file-");

    private string Data => Path.Combine(_folder.FullName, "state");

    [Fact]
    public async Task A_file_is_read_whole_and_the_source_ends()
    {
        var file = Write("a.log", "one\ntwo\r\n\nlast without end");
        using var run = new FileRun(Once(file), Data);
        var rows = await run.EndAsync();
        Assert.Equal(["""{"table":"test","message":"one"}""", """{"table":"test","message":"two"}""", """{"table":"test","message":""}""", """{"table":"test","message":"last without end"}"""], rows.Select(r => r.Row));
        Assert.Equal(["0", "4", "9", "10"], rows.Select(r => r.Id.Split('/')[1]));
    }

    [Fact]
    public async Task A_large_file_of_json_is_read_line_by_line()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $$$"""{"n":{{{i}}},"text":"{{{new string('x', i % 300)}}}","deep":{"list":[1,2.5,null,true]}}""").ToArray();
        var file = Write("a.json", string.Join('\n', lines) + "\n");
        using var run = new FileRun(Once(file) with { Format = LineFormat.Json }, Data);
        var rows = await run.EndAsync();
        Assert.Equal(lines.Length, rows.Count);
        Assert.Equal("""{"table":"test",""" + lines[777][1..], rows[777].Row);
    }

    [Fact]
    public async Task A_file_that_grows_is_followed_and_read_on_after_a_stop()
    {
        var file = Write("a.log", "one\ntw");
        using (var run = new FileRun(Followed(file), Data))
        {
            await run.WaitAsync(1);
            await File.AppendAllTextAsync(file, "o\nthree\n", TestContext.Current.CancellationToken);
            var rows = await run.WaitAsync(3);
            Assert.Equal(["one", "two", "three"], rows.Select(Message));
            await run.StopAsync();
        }

        await File.AppendAllTextAsync(file, "four\n", TestContext.Current.CancellationToken);
        using (var run = new FileRun(Followed(file), Data))
        {
            var rows = await run.WaitAsync(1);
            Assert.Equal(["four"], rows.Select(Message));
            Assert.Equal("14", rows[0].Id.Split('/')[1]);
            await run.StopAsync();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Message((string Id, string Row) row) => System.Text.Json.JsonDocument.Parse(row.Row).RootElement.GetProperty("message").GetString()!;

    private static FileSourceOptions Once(params string[] paths) => new() { Paths = paths, Follow = false };

    private static FileSourceOptions Followed(params string[] paths) =>
        new() { Paths = paths, Quiet = TimeSpan.FromMilliseconds(300), ScanInterval = TimeSpan.FromMilliseconds(50), PollInterval = TimeSpan.FromMilliseconds(20) };

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
