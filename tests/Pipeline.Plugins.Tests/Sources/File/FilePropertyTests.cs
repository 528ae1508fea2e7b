using System.Globalization;
using Xunit;
using static Pipeline.Plugins.Tests.Sources.Files.FileFolder;

namespace Pipeline.Plugins.Tests.Sources.Files;

/// <summary>A writer that writes, rotates, empties and deletes at random while the source reads, stops, is killed and starts again.</summary>
public sealed class FilePropertyTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_orderly_stops_every_line_is_told_exactly_once(int seed)
    {
        var told = await RunAsync(seed, kills: false);
        Assert.Equal(told.Written, told.Rows.Select(Message).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task After_hard_stops_every_line_is_told_at_least_once_with_the_same_identity(int seed)
    {
        var told = await RunAsync(seed, kills: true);
        Assert.Equal(told.Written, told.Rows.Select(Message).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(told.Written.Count, told.Rows.Select(r => r.Id).Distinct().Count());
    }

    private static async Task<(List<string> Written, List<(string Id, string Row)> Rows)> RunAsync(int seed, bool kills)
    {
        using var folder = new FileFolder();
        var random = new Random(seed);
        var (writer, rows) = (new RandomWriter(folder, random), new List<(string Id, string Row)>());
        FileRun? run = null;
        var told = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var step = 0; step < Steps || run is null; step++)
            {
                run ??= folder.Run(Followed(folder["app.log*"]));
                switch (random.Next(12))
                {
                    case < 6:
                        writer.Append();
                        break;
                    case 6 or 7:
                        // Where nobody saw it under another name, nobody knows that its last line will not be completed.
                        if (kills || random.Next(2) == 0)
                            writer.EndLine();
                        var isWhole = writer.IsWhole;
                        if (!isWhole)
                            await CaughtUpAsync();
                        writer.Rotate();
                        if (!isWhole)
                            await CaughtUpAsync();
                        break;
                    case 8:
                        // What is emptied or deleted before it is read is lost to everybody.
                        writer.EndLine();
                        await CaughtUpAsync();
                        writer.Empty(random.Next(2) == 0);
                        break;
                    case 9:
                        await run.CommitAsync();
                        break;
                    case 10:
                        await Task.Delay(random.Next(100), TestContext.Current.CancellationToken);
                        break;
                    default:
                        await StopAsync(random.Next(2) == 0);
                        break;
                }
            }

            writer.EndLine();
            await CaughtUpAsync();
            await StopAsync(kill: false);
        }
        finally
        {
            run?.Dispose();
        }

        return ([.. writer.Lines.Order(StringComparer.Ordinal)], rows);

        async Task CaughtUpAsync()
        {
            var start = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(start) < FileRun.Patience && !told.Union(run!.Rows.Select(Message)).ToHashSet().IsSupersetOf(writer.Lines))
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        async Task StopAsync(bool kill)
        {
            var last = kill && kills ? await run!.KillAsync() : await run!.StopAsync();
            rows.AddRange(last);
            told.UnionWith(last.Select(Message));
            run.Dispose();
            run = null;
        }
    }

    private sealed class RandomWriter(FileFolder folder, Random random)
    {
        private string _line = "";
        private int _rotations;
        private int _number;

        /// <summary>Every line that is whole, and those that rotation left without an end.</summary>
        public List<string> Lines { get; } = [];

        /// <summary>Whether the last line has its end.</summary>
        public bool IsWhole => _line.Length == 0;

        public void Append()
        {
            var text = "";
            for (var i = random.Next(6); i >= 0; i--)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{_number++} {new string((char)('a' + _number % 26), random.Next(random.Next(20) == 0 ? 20_000 : 80))}");
                // Begun somewhere, ended at another time.
                var cut = i == 0 && random.Next(2) == 0 ? random.Next(1, line.Length + 1) : line.Length;
                text += line[..cut];
                _line += line[..cut];
                if (cut < line.Length)
                    break;
                text += "\n";
                Lines.Add(_line);
                _line = "";
            }

            folder.Append("app.log", text);
        }

        public void EndLine()
        {
            if (_line.Length == 0)
                return;
            folder.Append("app.log", "\n");
            Lines.Add(_line);
            _line = "";
        }

        public void Rotate()
        {
            if (!File.Exists(folder["app.log"]))
                return;
            File.Move(folder["app.log"], folder[$"app.log.{++_rotations}"]);
            if (_line.Length > 0)
                Lines.Add(_line);
            _line = "";
        }

        public void Empty(bool delete)
        {
            if (delete)
                File.Delete(folder["app.log"]);
            else if (File.Exists(folder["app.log"]))
                File.WriteAllText(folder["app.log"], "");
        }
    }
}
