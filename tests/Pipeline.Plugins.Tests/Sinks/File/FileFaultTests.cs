using System.Text.Json;
using Pipeline.Plugins.Tests.Sources.Replay;
using Pipeline.Sinks.File;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>Disks that are full, read-only and gone: rows wait, and are in the file once.</summary>
public sealed class FileFaultTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Theory, Trait("needs", "root")]
    [InlineData("None")]
    [InlineData("Gzip")]
    public async Task A_full_disk_holds_whole_rows_and_takes_the_others_once_there_is_room(string compression)
    {
        await using var disk = await SmallDisk.MountAsync(_written.Path("small"), "1m");
        var options = new FileSinkOptions { Path = Path.Combine(disk.Path, "rows.json"), Compression = Enum.Parse<FileCompression>(compression), Fsync = FsyncPolicy.EveryWrite };
        var random = new Random(3);
        await File.WriteAllBytesAsync(Path.Combine(disk.Path, "ballast"), new byte[512 << 10], TestContext.Current.CancellationToken);
        using var sink = _written.Open(options);
        var (written, waits) = (0, 0);
        for (var i = 0; i < 30; i++)
        {
            var batch = _written.Rows(100, _ => Convert.ToBase64String(Support.HostileText.Bytes(random, 150)));
            Outcome outcome;
            while ((outcome = Written.Write(sink, batch)) != Outcome.Delivered)
            {
                Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "disk_full"), outcome);
                Assert.Equal(Enumerable.Range(0, written), await NumbersAsync(options));
                if (++waits == 3)
                    File.Delete(Path.Combine(disk.Path, "ballast"));
            }

            written += 100;
            if (waits >= 3 && i > 25)
                break;
        }

        Assert.True(waits >= 3);
        Assert.Equal(Enumerable.Range(0, written), await NumbersAsync(options));
        Assert.Contains("No space left on device", Assert.Single(_written.Logged), StringComparison.Ordinal);
    }

    [Fact, Trait("needs", "root")]
    public async Task A_full_disk_holds_up_only_the_tables_that_lie_on_it()
    {
        await using var disk = await SmallDisk.MountAsync(_written.Path("others"), "64k");
        await File.WriteAllBytesAsync(Path.Combine(disk.Path, "ballast"), new byte[60 << 10], TestContext.Current.CancellationToken);
        using var sink = _written.Open(new FileSinkOptions { Path = _written.Path("{table}/rows.json") }, Written.Numbers, Written.Others);
        RecordBatch[] batches = [_written.Rows(500), _written.Rows(500, table: Written.Others), _written.Rows(500)];
        var outcome = Written.Write(sink, batches);

        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        Assert.Equal(new RefusedRows(batches[1], 0, 500, "disk_full", IsFinal: false), Assert.Single(outcome.Refused));
        File.Delete(Path.Combine(disk.Path, "ballast"));
        Assert.Equal(Outcome.Delivered, Written.Write(sink, batches[1]));
        Assert.Equal(Enumerable.Range(500, 500), await NumbersAsync(new FileSinkOptions { Path = _written.Path("others/rows.json") }));
        Assert.Equal([.. Enumerable.Range(0, 500), .. Enumerable.Range(1000, 500)], await NumbersAsync(new FileSinkOptions { Path = _written.Path("numbers/rows.json") }));
    }

    [Fact, Trait("needs", "root")]
    public async Task Rows_before_a_rotation_stay_when_those_behind_it_are_refused()
    {
        await using var disk = await SmallDisk.MountAsync(_written.Path("small"), "64k");
        var options = new FileSinkOptions { Path = Path.Combine(disk.Path, "rows.json"), MaxSize = new ByteSize(32 << 10) };
        using var sink = _written.Open(options);
        var batch = _written.Rows(2_500);
        var outcome = Written.Write(sink, batch);

        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        var refused = Assert.Single(outcome.Refused);
        Assert.Equal((batch, 2_500, "disk_full", false), (refused.Batch, refused.Row + refused.Rows, refused.Reason, refused.IsFinal));
        Assert.InRange(refused.Row, 500, 2_000);
        var rotated = Directory.GetFiles(disk.Path, "rows.0*.json").Order(StringComparer.Ordinal).ToArray();
        var numbers = new List<int>();
        foreach (var file in rotated.Append(options.Path).Where(File.Exists))
            numbers.AddRange(await NumbersAsync(options with { Path = file }));
        Assert.Equal(Enumerable.Range(0, refused.Row), numbers);
        Array.ForEach(rotated, File.Delete);
        Assert.Equal(OutcomeKind.Delivered, Written.Write(sink, batch.Slice(refused.Row, Math.Min(800, refused.Rows))).Kind);
    }

    [Theory, Trait("needs", "root")]
    [InlineData("Never", 1, 19_999)]
    [InlineData("EveryWrite", 0, 0)]
    public async Task A_disk_that_has_room_for_some_of_the_rows_keeps_those_unless_they_must_be_synced(string fsync, int atLeast, int atMost)
    {
        await using var disk = await SmallDisk.MountAsync(_written.Path("small"), "2m");
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1 << 20], TestContext.Current.CancellationToken);
        var options = new FileSinkOptions { Path = Path.Combine(disk.Path, "rows.json"), Fsync = Enum.Parse<FsyncPolicy>(fsync) };
        using var sink = _written.Open(options);
        RecordBatch[] batches = [_written.Rows(10_000, _ => new string('x', 40)), _written.Rows(10_000, _ => new string('x', 40))];
        var outcome = Written.Write(sink, batches);

        var kept = 20_000 - (outcome.Kind == OutcomeKind.Partly ? outcome.Refused.Sum(r => r.Rows) : 20_000);
        Assert.InRange(kept, atLeast, atMost);
        Assert.Equal(Enumerable.Range(0, kept), await NumbersAsync(options));
        File.Delete(ballast);
        var left = outcome.Kind == OutcomeKind.Partly ? outcome.Refused.Select(r => r.Batch.Slice(r.Row, r.Rows)).ToArray() : batches;
        Assert.Equal(Outcome.Delivered, Written.Write(sink, left));
        Assert.Equal(Enumerable.Range(0, 20_000), await NumbersAsync(options));
    }

    [Fact, Trait("needs", "root")]
    public async Task A_disk_that_is_read_only_for_a_while_is_waited_for()
    {
        await using var disk = await SmallDisk.MountAsync(_written.Path("disk"), "1m");
        var options = new FileSinkOptions { Path = Path.Combine(disk.Path, "folder/rows.json") };
        using (var sink = _written.Open(options))
            Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(10)));
        await disk.RemountAsync("ro");
        using (var sink = new FileSink(options, _written))
        {
            sink.Bind([Written.Numbers]);
            await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(CancellationToken.None));
            Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "read_only"), Written.Write(sink, _written.Rows(10)));
            await disk.RemountAsync("rw");
            Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(10)));
        }

        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(20, 10)], await NumbersAsync(options));
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_made_again()
    {
        var options = new FileSinkOptions { Path = _written.Path("a/b/rows.json") };
        using var sink = _written.Open(options);
        Written.Write(sink, _written.Rows(10));
        Directory.Delete(_written.Path("a"), recursive: true);
        Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(10)));
        Directory.Delete(_written.Path("a"), recursive: true);
        await File.WriteAllTextAsync(_written.Path("a"), "a file where the folder was", TestContext.Current.CancellationToken);
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "not_found"), Written.Write(sink, _written.Rows(10)));
        File.Delete(_written.Path("a"));
        Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(10)));

        Assert.Equal(Enumerable.Range(30, 10), await NumbersAsync(options));
    }

    private static async Task<IEnumerable<int>> NumbersAsync(FileSinkOptions options)
    {
        if (!File.Exists(options.Path))
            return [];
        var text = options.Compression == FileCompression.Gzip ? await Tool.RunAsync("zcat", options.Path) : await File.ReadAllTextAsync(options.Path);
        Assert.True(text.Length == 0 || text[^1] == '\n');
        return text.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("n").GetInt32());
    }
}
