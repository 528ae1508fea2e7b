using System.Text;
using Pipeline.Plugins.Tests.Sources.Replay;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.File;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>Where rows go and what they look like there.</summary>
public sealed class FileSinkTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task Rows_of_several_writes_are_lines_that_jq_reads()
    {
        var path = _written.Path("rows.json");
        using (var sink = _written.Open(new FileSinkOptions { Path = path }, Written.Numbers, Written.Others))
        {
            Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(3), _written.Rows(2, table: Written.Others)));
            Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(2)));
        }

        Assert.Equal("numbers 0\nnumbers 1\nnumbers 2\nothers 3\nothers 4\nnumbers 5\nnumbers 6\n", await Tool.RunAsync("jq", "-r", ".table + \" \" + (.n | tostring)", path));
    }

    [Fact]
    public async Task Rows_are_appended_to_a_file_that_is_there()
    {
        var path = _written.Path("deep/er/rows.log");
        for (var i = 0; i < 2; i++)
            using (var sink = _written.Open(new FileSinkOptions { Path = path, Format = FileFormat.Logfmt }))
                Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(1)));

        Assert.Equal("table=numbers n=0 text=\"row 0\"\ntable=numbers n=1 text=\"row 1\"\n", File.ReadAllText(path));
        Assert.Equal("640\n", await Tool.RunAsync("stat", "-c", "%a", path));
        Assert.Empty(_written.Logged);
    }

    [Fact]
    public async Task Names_and_times_go_into_the_path()
    {
        _written.Clock.Now = new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero);
        using var sink = _written.Open(new FileSinkOptions { Path = _written.Path("{host}-{table}-{time:yyyy-MM-dd}.csv"), Format = FileFormat.Csv, Mode = "600" }, Written.Numbers, Written.Others);
        Written.Write(sink, _written.Rows(1), _written.Rows(1, table: Written.Others));
        _written.Clock.Now += TimeSpan.FromSeconds(1);
        Written.Write(sink, _written.Rows(1));

        Assert.Equal(["box.example-numbers-2026-01-31.csv", "box.example-numbers-2026-02-01.csv", "box.example-others-2026-01-31.csv"], _written.Names());
        Assert.Equal("n,text\r\n0,row 0\r\n", File.ReadAllText(_written.Path("box.example-numbers-2026-01-31.csv")));
        Assert.Equal("n,text\r\n2,row 2\r\n", File.ReadAllText(_written.Path("box.example-numbers-2026-02-01.csv")));
        Assert.Equal("n\r\n1\r\n", File.ReadAllText(_written.Path("box.example-others-2026-01-31.csv")));
        Assert.Equal("600\n", await Tool.RunAsync("stat", "-c", "%a", _written.Path("box.example-others-2026-01-31.csv")));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData(".hidden")]
    [InlineData("a\nb")]
    public void No_name_of_a_table_leads_out_of_the_folder(string name)
    {
        var table = new TableSchema(name, TableKind.Event, Written.Others.Columns);
        using var sink = _written.Open(new FileSinkOptions { Path = _written.Path("{table}") }, table);
        Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(1, table: table)));

        var file = Assert.Single(_written.Names());
        Assert.Matches("^[A-Za-z0-9_][A-Za-z0-9_.-]*$", file);
    }

    [Fact]
    public void A_row_of_ten_megabytes_is_written_whole()
    {
        var path = _written.Path("rows.json");
        using var sink = _written.Open(new FileSinkOptions { Path = path, MaxSize = new ByteSize(1 << 20) });
        Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(3, n => n == 1 ? new string('x', 10 << 20) : "small")));

        Assert.Equal(3, _written.Names().Length);
        Assert.Equal(3, _written.Names().Sum(name => File.ReadAllBytes(_written.Path(name)).Count(b => b == '\n')));
    }

    [Fact]
    public void What_a_write_takes_from_the_heap_does_not_grow_with_its_rows()
    {
        using var sink = _written.Open(new FileSinkOptions { Path = _written.Path("rows.json") });
        var (small, large) = (_written.Rows(10), _written.Rows(20_000));
        for (var i = 0; i < 3; i++)
            Written.Write(sink, large);
        Assert.InRange(Allocated.By(() => Written.Write(sink, large)) - Allocated.By(() => Written.Write(sink, small)), -1_000, 1_000);
    }

    [Fact]
    public void A_file_that_another_process_writes_is_waited_for()
    {
        var options = new FileSinkOptions { Path = _written.Path("rows.json") };
        using var second = _written.Open(options);
        using (var first = _written.Open(options))
        {
            Assert.Equal(first.Claims, second.Claims);
            Assert.Equal(Outcome.Delivered, Written.Write(first, _written.Rows(1)));
            Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "locked"), Written.Write(second, _written.Rows(1)));
        }

        Assert.Equal(Outcome.Delivered, Written.Write(second, _written.Rows(1)));
        Assert.Equal(2, File.ReadAllLines(_written.Path("rows.json")).Length);
        Assert.Contains("another process", Assert.Single(_written.Logged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a path names a file (got '')")]
    [InlineData("/var/log/", "a path names a file (got '/var/log/')")]
    [InlineData("a-{tabel}.json", "this cannot be put into a path (got '{tabel}', expected one of {table}, {host}, {time:yyyy-MM-dd})")]
    [InlineData("a-{time:d}.json", "this cannot be put into a path (got '{time:d}', expected one of {table}, {host}, {time:yyyy-MM-dd})")]
    [InlineData("a-{time:-}.json", "this cannot be put into a path (got '{time:-}', expected one of {table}, {host}, {time:yyyy-MM-dd})")]
    [InlineData("a-{table", "this cannot be put into a path (got '{table', expected one of {table}, {host}, {time:yyyy-MM-dd})")]
    public void A_path_that_is_none_is_told(string path, string problem)
    {
        var refused = Assert.Throws<OptionException>(() => _written.Open(new FileSinkOptions { Path = path }));

        Assert.Equal(("path", problem), (refused.Key, refused.Message));
    }

    [Fact]
    public void Options_that_do_not_go_together_are_told()
    {
        string KeyOf(FileSinkOptions options) => Assert.Throws<OptionException>(() => _written.Open(options, Written.Numbers, Written.Others)).Key;

        Assert.Equal("keep", KeyOf(new FileSinkOptions { Path = "rows", Keep = 3 }));
        Assert.Equal("path", KeyOf(new FileSinkOptions { Path = "rows", Format = FileFormat.Csv }));
        foreach (var mode in (string[])["", "8", "999", "0440", "2640", "rw-r-----"])
            Assert.Equal("mode", KeyOf(new FileSinkOptions { Path = "rows", Mode = mode }));
    }

    [Fact]
    public async Task What_is_no_file_ends_the_sink_at_the_start()
    {
        await Tool.RunAsync("mkfifo", _written.Path("pipe"));
        Directory.CreateDirectory(_written.Path("folder"));
        await File.WriteAllTextAsync(_written.Path("file"), "", TestContext.Current.CancellationToken);
        foreach (var name in (string[])["pipe", "folder", "file/rows.json"])
        {
            using var sink = new FileSink(new FileSinkOptions { Path = _written.Path(name) }, _written);
            sink.Bind([Written.Numbers]);
            var refused = await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(CancellationToken.None));
            Assert.Contains(_written.Path(name.Split('/')[0]), refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Columns_that_changed_begin_another_csv_file()
    {
        var path = _written.Path("rows.csv");
        File.WriteAllText(path, "other,columns\r\n1,2\r\n");
        using var sink = _written.Open(new FileSinkOptions { Path = path, Format = FileFormat.Csv });
        Assert.Equal(Outcome.Delivered, Written.Write(sink, _written.Rows(1)));

        Assert.Equal("n,text\r\n0,row 0\r\n", File.ReadAllText(path));
        Assert.Equal(2, _written.Names("rows*.csv").Length);
        Assert.Equal("other,columns\r\n1,2\r\n", File.ReadAllText(_written.Path(_written.Names()[0])));
    }

    [Theory]
    [InlineData("{\"n\":1}\n{\"n\":", "{\"n\":1}\n{\"n\":\n")]
    [InlineData("{\"n\":1}\n", "{\"n\":1}\n")]
    [InlineData("", "")]
    public void Half_a_line_is_ended_where_it_is(string before, string after)
    {
        var path = _written.Path("rows.json");
        File.WriteAllText(path, before);
        using (var sink = _written.Open(new FileSinkOptions { Path = path }))
            Written.Write(sink, _written.Rows(1));

        Assert.Equal(after + "{\"table\":\"numbers\",\"n\":0,\"text\":\"row 0\"}\n", File.ReadAllText(path));
        Assert.Equal(before == after ? 0 : 1, _written.Logged.Count);
    }

    [Theory]
    [InlineData("n,text\r\n1,\"a\nb", "n,text\r\n1,\"a\nb\"\r\n")]
    [InlineData("n,text\r\n1,\"a\n", "n,text\r\n1,\"a\n\"\r\n")]
    [InlineData("n,text\r\n1,\"a\"\"\r\n", "n,text\r\n1,\"a\"\"\r\n\"\r\n")]
    [InlineData("n,text\r\n1", "n,text\r\n1\r\n")]
    [InlineData("n,text\r\n1,\"\"\"\"\r\n", "n,text\r\n1,\"\"\"\"\r\n")]
    public void Half_a_record_is_ended_where_it_is(string before, string after)
    {
        var path = _written.Path("rows.csv");
        File.WriteAllText(path, before);
        using (var sink = _written.Open(new FileSinkOptions { Path = path, Format = FileFormat.Csv }))
            Written.Write(sink, _written.Rows(1));

        Assert.Equal(after + "0,row 0\r\n", File.ReadAllText(path));
        Assert.Equal(before == after ? 0 : 1, _written.Logged.Count);
    }

    [Fact]
    public async Task Python_reads_back_hostile_text_from_csv()
    {
        var random = new Random(20260131);
        foreach (var columns in (int[])[1, 3])
        {
            var table = new TableSchema("texts", TableKind.Event, [.. Enumerable.Range(0, columns).Select(i => new ColumnSchema($"c\"{i}", ColumnType.Utf8))]);
            var path = _written.Path($"{columns}.csv");
            var expected = new StringBuilder(string.Join(' ', table.Columns.Select(c => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(c.Name))))).Append('\n');
            using (var sink = _written.Open(new FileSinkOptions { Path = path, Format = FileFormat.Csv }, table))
                for (var i = 0; i < 20; i++)
                {
                    object[][] cells = [.. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, 50).Select(_ => (object)Support.HostileText.Next(random)).ToArray())];
                    for (var row = 0; row < 50; row++)
                        expected.AppendJoin(' ', cells.Select(c => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString((byte[])c[row]))))).Append('\n');
                    Assert.Equal(Outcome.Delivered, Written.Write(sink, Support.ScatteredBatch.Make(table, cells, 50, Samples.Arena, random)));
                }

            var read = await Tool.RunAsync(
                "python3", "-c",
                "import csv,sys\ncsv.field_size_limit(1<<30)\nfor row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8', errors='strict'), strict=True):\n print(' '.join(c.encode().hex() for c in row))",
                path);
            Assert.Equal(expected.ToString(), read);
        }
    }

    [Fact]
    public async Task Every_type_has_a_field()
    {
        var random = new Random(7);
        var path = _written.Path("every.csv");
        using (var sink = _written.Open(new FileSinkOptions { Path = path, Format = FileFormat.Csv }, EveryType.Schema))
            Assert.Equal(Outcome.Delivered, Written.Write(sink, Support.ScatteredBatch.Make(EveryType.Schema, EveryType.Cells(random, 200), 200, Samples.Arena, random)));

        var read = await Tool.RunAsync(
            "python3", "-c", "import csv,sys\nprint({len(row) for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True)}, sum(1 for _ in csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True)))", path);
        Assert.Equal($"{{{EveryType.Schema.Columns.Length}}} 201\n", read);
    }
}
