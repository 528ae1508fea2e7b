using Pipeline.CaptureFormat;
using Pipeline.Plugins.Tests.Sinks;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Capture;
using Pipeline.Sources.Replay;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>What the capture sink writes, read back by the replay source.</summary>
public sealed class CaptureTests : IDisposable
{
    private static readonly TableSchema Figures = new("figures", TableKind.Metric,
    [
        new("start_time", ColumnType.Time),
        new("size", ColumnType.U64) { Unit = "By", Help = "Bytes.", Heading = "", Instrument = Instrument.Gauge, Temporality = Temporality.Delta },
        new("name", ColumnType.U16) { EmptyIsAbsent = true, OfResource = true },
    ])
    {
        Help = "Figures.",
        StartTimeColumn = "start_time",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("capture-").FullName;

    private string Captured => Path.Combine(_folder, "rows.capture");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_row_comes_back_cell_by_cell_with_its_number_its_origin_and_its_clock()
    {
        var random = new Random(31);
        var arena = new Arena(256 << 20);
        var batches = Enumerable.Range(0, 40).Select(i => RandomBatch(arena, random, i)).ToList();
        batches.Add(batches[0].Take([2, 5, 7], arena));
        await WriteAsync(batches);

        using var run = new SourceRun();
        var source = new ReplaySource(new ReplayOptions { File = Captured }, new LentContext());
        await source.RunAsync(run, CancellationToken.None);

        Assert.Equal([EveryType.Schema, Figures], source.Tables);
        Assert.Equal(Figures.ToString(), source.Tables[1].ToString());
        Assert.Equal(("Figures.", "Bytes.", "", Instrument.Gauge), (source.Tables[1].Help, source.Tables[1].Columns[1].Help, source.Tables[1].Columns[1].Heading, source.Tables[1].Columns[1].Instrument));
        Assert.Equal(batches.SelectMany(Describe), run.Batches.SelectMany(Describe));
        Assert.Empty(run.Tally.Dropped);
        Assert.Equal(batches.Sum(b => b.Rows), run.Tally.Created);
    }

    [Fact]
    public async Task A_file_cut_at_any_byte_gives_the_rows_before_and_counts_the_others()
    {
        var (file, ends) = await SmallAsync();
        for (var length = ends[0]; length < file.Length; length++)
        {
            var (rows, dropped) = await ReadAsync(file[..length]);

            var whole = ends.Skip(1).Count(end => end <= length);
            Assert.Equal(Math.Min(3, whole) * 10, rows);
            Assert.InRange(dropped, 1, 10);
            if (whole < 3 && length >= ends[whole] + RecordHeader.Size)
                Assert.Equal(10, dropped);
        }

        Assert.Equal((30, 0), await ReadAsync(file));
        await File.WriteAllBytesAsync(Captured, file[..(ends[0] - 1)], TestContext.Current.CancellationToken);
        Assert.Throws<OptionException>(() => new ReplaySource(new ReplayOptions { File = Captured }, new LentContext()));
    }

    [Fact]
    public async Task A_damaged_record_is_passed_over_and_its_rows_are_counted_exactly()
    {
        var (file, ends) = await SmallAsync();
        for (var place = ends[0]; place < ends[3]; place++)
        {
            var damaged = file.ToArray();
            damaged[place] ^= 0x20;

            Assert.Equal((20, 10), await ReadAsync(damaged));
        }

        // Bytes that are gone, and bytes that are too many.
        Assert.Equal((20, 10), await ReadAsync([.. file[..(ends[1] + 3)], .. file[(ends[1] + 9)..]]));
        Assert.Equal((30, 0), await ReadAsync([.. file[..ends[1]], .. "something else"u8, .. file[ends[1]..]]));
    }

    [Fact]
    public async Task Whatever_is_done_to_a_file_never_throws()
    {
        var (file, ends) = await SmallAsync();
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = file.ToArray();
            for (var j = random.Next(1, 6); j > 0; j--)
                damaged[random.Next(ends[0], ends[3])] = (byte)random.Next(256);
            // With a checksum that is right again: whoever made the file meant it.
            if (random.Next(2) == 0 && RecordHeader.TryRead(file.AsSpan(ends[0]), out var header))
                (header with { Checksum = RecordHeader.Crc(damaged.AsSpan(ends[0] + RecordHeader.Size, (int)header.Length)) }).Write(damaged.AsSpan(ends[0]));
            var (rows, dropped) = await ReadAsync(damaged);
            Assert.True(rows + dropped >= 30, $"{i}: {rows} rows, {dropped} dropped");
        }
    }

    [Fact, Trait("needs", "root")]
    public async Task A_full_disk_is_an_outcome_and_what_was_written_stays_readable()
    {
        var mount = Path.Combine(_folder, "small");
        Directory.CreateDirectory(mount);
        await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount);
        try
        {
            var path = Path.Combine(mount, "rows");
            var arena = new Arena(64 << 20);
            var delivered = 0;
            using (var sink = new CaptureSink(new CaptureOptions { Path = path }, new LentContext()))
            {
                sink.Bind([EveryType.Schema]);
                await sink.StartAsync(CancellationToken.None);
                var outcomes = new List<Outcome>();
                for (var i = 0; i < 60; i++)
                    outcomes.Add(await sink.WriteAsync(RandomBatch(arena, new Random(i), 2 * i + 1), CancellationToken.None));
                delivered = outcomes.Count(o => o.Kind == OutcomeKind.Delivered);
                Assert.Contains(Outcome.Failed("disk_full"), outcomes);
                await sink.FlushAsync(isLast: true, CancellationToken.None);
            }

            using var run = new SourceRun();
            await new ReplaySource(new ReplayOptions { File = path }, new LentContext()).RunAsync(run, CancellationToken.None);
            Assert.InRange(delivered, 1, 59);
            Assert.Equal(delivered, run.Batches.Count);
        }
        finally
        {
            await Tool.RunAsync("umount", mount);
        }
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_ends_the_sink()
    {
        using var sink = new CaptureSink(new CaptureOptions { Path = "/nowhere/rows" }, new LentContext());
        sink.Bind([Figures]);

        await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(CancellationToken.None));
    }

    private static RecordBatch RandomBatch(Arena arena, Random random, int number)
    {
        var rows = random.Next(8, 30);
        if (number % 2 == 1)
            return ScatteredBatch.Make(EveryType.Schema, EveryType.Cells(random, rows), rows, arena, random, (ulong)number * 100, random.NextInt64());
        using var builder = new BatchBuilder(Figures, arena);
        for (var row = 0; row < rows; row++)
        {
            builder.AddRow();
            builder.Set(1, (ulong)random.NextInt64());
        }

        return builder.Build(new BatchOrigin("other", "figures", number), 7)!;
    }

    private static IEnumerable<string> Describe(RecordBatch batch)
    {
        for (var row = 0; row < batch.Rows; row++)
            yield return $"{batch.Schema.Name} {batch.Origin} {batch.Sequence(row)} {batch.UnixOffset} "
                + string.Join(' ', Enumerable.Range(0, batch.Schema.Columns.Length).Select(ordinal => Convert.ToHexString(batch.Cell(ordinal, row))));
    }

    // Three records of ten rows; where the tables and each of the records end.
    private async Task<(byte[] File, int[] Ends)> SmallAsync()
    {
        var arena = new Arena(16 << 20);
        var batches = new List<RecordBatch>();
        for (var i = 0; i < 3; i++)
        {
            using var builder = new BatchBuilder(Samples, arena);
            for (var row = 0; row < 10; row++)
            {
                builder.AddRow();
                builder.Set(0, (ulong)row);
                builder.Set(1, new byte[row]);
            }

            batches.Add(builder.Build(new BatchOrigin("h", "s", 1), (ulong)i * 10)!);
        }

        await WriteAsync(batches);
        var file = await File.ReadAllBytesAsync(Captured, TestContext.Current.CancellationToken);
        var ends = new List<int>();
        for (var at = 0; RecordHeader.TryRead(file.AsSpan(at), out var header);)
            ends.Add(at += RecordHeader.Size + (int)header.Length);
        Assert.Equal(5, ends.Count);
        return (file, [.. ends]);
    }

    private static TableSchema Samples { get; } = new("samples", TableKind.Event, [new("n", ColumnType.U64), new("body", ColumnType.Bytes)]);

    private async Task WriteAsync(List<RecordBatch> batches)
    {
        using var sink = new CaptureSink(new CaptureOptions { Path = Captured }, new LentContext());
        sink.Bind([.. batches.Select(b => b.Schema).Distinct().OrderBy(s => s.Name)]);
        await sink.StartAsync(CancellationToken.None);
        foreach (var batch in batches)
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch, CancellationToken.None));
        await sink.FlushAsync(isLast: true, CancellationToken.None);
    }

    private async Task<(int Rows, int Dropped)> ReadAsync(byte[] file)
    {
        await File.WriteAllBytesAsync(Captured, file, TestContext.Current.CancellationToken);
        using var run = new SourceRun(16 << 20);
        await new ReplaySource(new ReplayOptions { File = Captured }, new LentContext()).RunAsync(run, CancellationToken.None);
        foreach (var batch in run.Batches)
            Assert.Equal(batch.Rows, Describe(batch).Count());
        Assert.Equal(run.Tally.Created, run.Batches.Sum(b => b.Rows) + run.Tally.Dropped.Values.Sum());
        return (run.Batches.Sum(b => b.Rows), (int)run.Tally.Dropped.Values.Sum());
    }
}
