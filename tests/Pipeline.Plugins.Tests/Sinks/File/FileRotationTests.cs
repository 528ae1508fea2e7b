using System.Globalization;
using System.Text.Json;
using Pipeline.Plugins.Tests.Sources.Replay;
using Pipeline.Sinks.File;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>Files that are rotated, by the sink or by others, compressed and cut off: their rows together are the rows written, in order, none twice.</summary>
public sealed class FileRotationTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task Rotated_files_hold_each_row_once_and_in_order_when_sorted_by_name()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            using var written = new Written();
            var options = new FileSinkOptions
            {
                Path = written.Path(seed % 3 == 0 ? "rows.csv" : "rows.json.gz"),
                Format = seed % 3 == 0 ? FileFormat.Csv : FileFormat.Json,
                Compression = seed % 3 == 1 ? FileCompression.Gzip : FileCompression.None,
                MaxSize = new ByteSize(4 << 10 << random.Next(5)),
                MaxAge = random.Next(2) == 0 ? TimeSpan.FromSeconds(10) : null,
                Fsync = (FsyncPolicy)random.Next(2),
            };
            var rows = 0;
            for (var run = 0; run < 3; run++)
            {
                using var sink = written.Open(options);
                for (var i = random.Next(1, 12); i > 0; i--)
                {
                    int[] sizes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 2_000))];
                    rows += sizes.Sum();
                    Assert.Equal(Outcome.Delivered, Written.Write(sink, [.. sizes.Select(size => written.Rows(size, _ => new string('x', random.Next(200))))]));
                    // Also backwards, as clocks are set.
                    written.Clock.Now += TimeSpan.FromSeconds(random.Next(-5, 10));
                    if (random.Next(4) == 0)
                        await sink.FlushAsync(isLast: false, CancellationToken.None);
                }
            }

            // The file that is written has a letter where the others have their number: it sorts behind them.
            var names = written.Names();
            var numbers = new List<int>();
            foreach (var name in names)
            {
                Assert.True(new FileInfo(written.Path(name)).Length <= options.MaxSize.Value.Bytes || options.Compression == FileCompression.Gzip, $"{seed}: {name} is too large");
                numbers.AddRange(await NumbersAsync(written.Path(name), options));
            }

            Assert.Equal(Enumerable.Range(0, rows), numbers);
            Assert.True(names.Length > 1, $"seed {seed} rotated nothing");
        }
    }

    [Fact]
    public async Task What_logrotate_moves_away_is_let_go_and_the_path_is_opened_anew()
    {
        var path = _written.Path("rows.json");
        using var sink = _written.Open(new FileSinkOptions { Path = path });
        Written.Write(sink, _written.Rows(5));
        File.Move(path, _written.Path("rows.json.1"));
        Written.Write(sink, _written.Rows(5));
        File.Delete(path);
        Written.Write(sink, _written.Rows(5));
        // As copytruncate does it.
        File.Copy(path, _written.Path("rows.json.2"));
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        Written.Write(sink, _written.Rows(5));

        var options = new FileSinkOptions { Path = path };
        Assert.Equal(Enumerable.Range(0, 5), await NumbersAsync(_written.Path("rows.json.1"), options));
        Assert.Equal(Enumerable.Range(10, 5), await NumbersAsync(_written.Path("rows.json.2"), options));
        Assert.Equal(Enumerable.Range(15, 5), await NumbersAsync(path, options));
    }

    [Fact]
    public async Task Nothing_is_lost_while_logrotate_moves_files_away()
    {
        var path = _written.Path("rows.json");
        var options = new FileSinkOptions { Path = path };
        var rows = 0;
        using var ended = new CancellationTokenSource();
        var mover = Task.Run(async () =>
        {
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                if (File.Exists(path))
                    File.Move(path, _written.Path(string.Create(CultureInfo.InvariantCulture, $"moved.{i:D6}")));
                await Task.Delay(1);
            }
        }, TestContext.Current.CancellationToken);
        using (var sink = _written.Open(options))
            // Until it was moved a few times, however busy the machine is.
            for (; _written.Names("moved.*").Length < 20; rows += 50)
                Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(50)));
        await ended.CancelAsync();
        await mover;

        var numbers = new List<int>();
        foreach (var name in _written.Names("moved.*").Concat(_written.Names("rows.json")))
            numbers.AddRange(await NumbersAsync(_written.Path(name), options));
        Assert.Equal(Enumerable.Range(0, rows), numbers);
    }

    [Fact]
    public void So_many_are_kept_and_none_is_written_over()
    {
        var path = _written.Path("rows.json");
        var options = new FileSinkOptions { Path = path, MaxSize = new ByteSize(4 << 10), Keep = 3 };
        File.WriteAllText(_written.Path("rows.00000041.20260131T120000Z.json"), "one of before\n");
        File.WriteAllText(_written.Path("rows.notes.json"), "not ours\n");
        File.WriteAllText(_written.Path("rows.00000001.20260131T120000Z.json.bak"), "not ours either\n");
        using (var sink = _written.Open(options))
            for (var i = 0; i < 40; i++)
                Written.Write(sink, _written.Rows(20));

        var names = _written.Names("rows.*Z.json");
        Assert.Equal(3, names.Length);
        Assert.All(names, name => Assert.InRange(string.CompareOrdinal(name, "rows.00000042"), 0, int.MaxValue));
        Assert.Equal(["rows.00000001.20260131T120000Z.json.bak", "rows.json", "rows.notes.json"], _written.Names().Except(names));
        Assert.Contains(_written.Logged, line => line.Contains("1 rotated files were removed, the latest 3 are kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_rotated_at_its_age_without_a_row()
    {
        using var sink = _written.Open(new FileSinkOptions { Path = _written.Path("rows.json"), MaxAge = TimeSpan.FromMinutes(1) });
        Assert.Null(sink.Patience);
        _written.Clock.Now = DateTimeOffset.UtcNow;
        Written.Write(sink, _written.Rows(1));
        Assert.InRange(sink.Patience!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        await sink.FlushAsync(isLast: false, CancellationToken.None);
        Assert.Equal(["rows.json"], _written.Names());
        _written.Clock.Now += TimeSpan.FromMinutes(1);
        await sink.FlushAsync(isLast: false, CancellationToken.None);

        Assert.StartsWith("rows.00000001.", Assert.Single(_written.Names()), StringComparison.Ordinal);
        Assert.Null(sink.Patience);
        Written.Write(sink, _written.Rows(1));
        Assert.Equal(2, _written.Names().Length);
    }

    [Fact]
    public async Task A_gzip_file_cut_at_any_byte_keeps_its_whole_members_and_goes_on()
    {
        var options = new FileSinkOptions { Path = _written.Path("rows.json.gz"), Compression = FileCompression.Gzip };
        var ends = new List<long>();
        using (var sink = _written.Open(options))
            for (var i = 0; i < 3; i++)
            {
                Written.Write(sink, _written.Rows(4));
                ends.Add(new FileInfo(options.Path).Length);
                await Tool.RunAsync("gzip", "-t", options.Path);
            }

        var whole = await File.ReadAllBytesAsync(options.Path, TestContext.Current.CancellationToken);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(options.Path, whole[..length], TestContext.Current.CancellationToken);
            using (var sink = _written.Open(options))
                Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(1)));
            var kept = ends.Count(end => end <= length) * 4;
            Assert.Equal(kept + 1, Unpack(options.Path).Count(c => c == '\n'));
        }

        await Tool.RunAsync("gzip", "-t", options.Path);
        Assert.Equal(["rows.json.gz"], _written.Names());
        Assert.Equal(whole.Length + 1 - ends.Count - 1, _written.Logged.Count);
    }

    [Fact]
    public async Task A_gzip_file_of_others_is_set_aside()
    {
        var path = _written.Path("rows.csv.gz");
        await File.WriteAllTextAsync(_written.Path("other"), "n,text\r\n1,2\r\n", TestContext.Current.CancellationToken);
        await Tool.RunAsync("sh", "-c", $"gzip -c '{_written.Path("other")}' >'{path}'");
        using (var sink = _written.Open(new FileSinkOptions { Path = path, Compression = FileCompression.Gzip, Format = FileFormat.Csv }))
            Written.Write(sink, _written.Rows(1));

        Assert.Equal(2, _written.Names("rows*.csv.gz").Length);
        Assert.Equal("n,text\r\n0,row 0\r\n", Unpack(path));
    }

    private static string Unpack(string path)
    {
        using var unpacked = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        return unpacked.ReadToEnd();
    }

    private static async Task<IEnumerable<int>> NumbersAsync(string path, FileSinkOptions options)
    {
        var text = options.Compression == FileCompression.Gzip ? await Tool.RunAsync("zcat", path) : await File.ReadAllTextAsync(path);
        var lines = text.Split('\n')[..^1];
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return options.Format == FileFormat.Csv
            ? lines.Skip(1).Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))
            : lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("n").GetInt32());
    }
}
