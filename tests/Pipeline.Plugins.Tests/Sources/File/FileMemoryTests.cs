using Pipeline.Plugins.Tests.Support;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

/// <summary>What the whole process takes, which nothing else may do meanwhile.</summary>
[Collection(Alone.Name)]
public sealed class FileMemoryTests : IDisposable
{
    private readonly FileFolder _folder = new();

    [Fact]
    public async Task A_line_of_100_MB_is_counted_and_passed_over_in_little_memory()
    {
        var file = _folder["a.log"];
        using (var writer = new StreamWriter(file))
        {
            writer.Write("before\n");
            for (var i = 0; i < 100; i++)
                writer.Write(new string('x', 1_000_000));
            writer.Write("\nafter\n");
        }

        var before = Environment.WorkingSet;
        using var run = _folder.Run(Once(file), memory: 64 << 20);
        Assert.Equal(["before", "after"], (await run.EndAsync()).Select(Message));
        Assert.Equal(1, run.Dropped["line_too_long"]);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 60 << 20);
    }

    public void Dispose() => _folder.Dispose();
}
