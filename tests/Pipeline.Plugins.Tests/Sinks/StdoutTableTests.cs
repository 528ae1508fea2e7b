using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

public sealed class StdoutTableTests
{
    private static readonly StdoutOptions Table = new() { Color = ColorMode.Never };

    private static readonly RecordBatch Execs = Samples.Execs(
        (123_456_789, "bash", 4242, 1, 0, ["/bin/ls", "-l", "a b", "", "it's", "--color=auto", "/usr/share/doc/base-files/README"]),
        (1_000_000_000, "sh", 4194304, 4242, -2, ["/no/such"]));

    private static readonly RecordBatch Requests = Samples.Requests(
        (0, "jbd2/sda1-8", 311, "sda", 1, 123_456_789, 4096, 1_234_567),
        (3_600_000_000_000, "dd", 5000, "nvme0n1", 0, 8, 1 << 20, 65_432_100_000),
        (0, "x", 1, "sdb", 7, 0, 512, 999));

    private static TerminalSize Wide(int columns) => new(columns, 0);

    [Fact]
    public void Everything_is_shown_whole_where_there_is_no_terminal() => Show(
        """
        TIME         PCOMM                PID    PPID     RET ARGS
        14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's" --color=auto /usr/share/doc/base-files/README
        14:00:01.000 sh               4194304    4242      -2 /no/such
        """,
        null,
        Execs);

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(1)]
    public void The_last_list_takes_what_is_left_of_the_terminal(int columns) => Show(
        columns switch
        {
            200 =>
                """
                TIME         PCOMM                PID    PPID     RET ARGS
                14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's" --color=auto /usr/share/doc/base-files/README
                14:00:01.000 sh               4194304    4242      -2 /no/such
                """,
            80 =>
                """
                TIME         PCOMM                PID    PPID     RET ARGS
                14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's…
                14:00:01.000 sh               4194304    4242      -2 /no/such
                """,
            40 =>
                """
                TIME         PCOMM      PID ARGS
                14:00:00.123 bash      4242 /bin/ls -l …
                14:00:01.000 sh     4194304 /no/such
                """,
            20 => "TIME         ARGS\n14:00:00.123 /bin/l…\n14:00:01.000 /no/su…",
            7 => "TIME\n14:00:…\n14:00:…",
            _ => "…\n…\n…",
        },
        Wide(columns),
        Execs);

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(20)]
    public void Numbers_stand_on_the_right_in_the_unit_of_their_heading(int columns) => Show(
        columns switch
        {
            200 =>
                """
                TIME         COMM                 PID DISK             T         SECTOR SIZE(KiB)   LAT(ms)
                14:00:00.000 jbd2/sda1-8          311 sda              write  123456789       4.0     1.235
                15:00:00.000 dd                  5000 nvme0n1          read           8    1024.0 65432.100
                14:00:00.000 x                      1 sdb              7              0       0.5     0.001
                """,
            80 =>
                """
                TIME         COMM            PID DISK       T         SECTOR SIZE(KiB)   LAT(ms)
                14:00:00.000 jbd2/sda1-8     311 sda        write  123456789       4.0     1.235
                15:00:00.000 dd             5000 nvme0n1    read           8    1024.0 65432.100
                14:00:00.000 x                 1 sdb        7              0       0.5     0.001
                """,
            _ => "TIME         COMM\n14:00:00.000 jbd2/s…\n15:00:00.000 dd\n14:00:00.000 x",
        },
        Wide(columns),
        Requests);

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(40)]
    public void A_text_whose_width_the_table_knows_leaves_the_rest_to_the_last_one(int columns) => Show(
        columns switch
        {
            0 =>
                """
                COMM             METHOD  STATUS   LAT(ms)      BYTES PATH
                nginx            GET        200     1.235       4096 /a/path/of/some/length?with=query&and=more
                nginx            OPTIONS    404     0.001          0 /
                """,
            80 =>
                """
                COMM             METHOD  STATUS   LAT(ms)      BYTES PATH
                nginx            GET        200     1.235       4096 /a/path/of/some/length?wit…
                nginx            OPTIONS    404     0.001          0 /
                """,
            _ =>
                """
                COMM     METHOD  STATUS PATH
                nginx    GET        200 /a/path/of/some…
                nginx    OPTIONS    404 /
                """,
        },
        columns == 0 ? null : Wide(columns),
        Samples.Talk(("nginx", "GET", 200, 1_234_567, 4096, "/a/path/of/some/length?with=query&and=more"), ("nginx", "OPTIONS", 404, 1_000, 0, "/")));

    [Fact]
    public void Tables_that_take_turns_name_themselves_once_a_block() => Show(
        """
        execsnoop
        TIME         PCOMM                PID    PPID     RET ARGS
        14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's" --color=auto /usr/share/doc/base-files/README
        14:00:01.000 sh               4194304    4242      -2 /no/such
        14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's" --color=auto /usr/share/doc/base-files/README
        14:00:01.000 sh               4194304    4242      -2 /no/such

        biosnoop
        TIME         COMM                 PID DISK             T         SECTOR SIZE(KiB)   LAT(ms)
        14:00:00.000 jbd2/sda1-8          311 sda              write  123456789       4.0     1.235
        15:00:00.000 dd                  5000 nvme0n1          read           8    1024.0 65432.100
        14:00:00.000 x                      1 sdb              7              0       0.5     0.001

        execsnoop
        TIME         PCOMM                PID    PPID     RET ARGS
        14:00:00.123 bash                4242       1       0 /bin/ls -l "a b" "" "it's" --color=auto /usr/share/doc/base-files/README
        14:00:01.000 sh               4194304    4242      -2 /no/such
        """,
        null,
        Execs, Execs, Requests, Execs);

    [Fact]
    public void Headings_come_back_when_the_screen_is_full()
    {
        var batch = Samples.Execs([.. Enumerable.Range(0, 20).Select(i => (0L, "a", i, 1, 0, Array.Empty<string>()))]);
        var lines = StdoutRun.Text(Table, new TerminalSize(80, 10), batch, batch).TrimEnd('\n').Split('\n');
        var headings = lines.Index().Where(line => line.Item.StartsWith("TIME", StringComparison.Ordinal)).Select(line => line.Index);
        Assert.Equal([0, 10, 20, 30, 40], headings);
    }

    [Fact]
    public void A_hidden_column_is_shown_to_those_who_name_it() => Assert.Equal(
        """
        START_TICKS PCOMM
                  7 bash
                  7 sh

        """,
        StdoutRun.Text(Table with { Columns = ["start_ticks", "comm"] }, Execs));

    [Fact]
    public void A_new_width_brings_new_headings()
    {
        using var output = new CapturedOutput(Wide(80));
        using var sink = StdoutRun.Bind(Table, output, Execs.Schema);
        sink.Write(Execs, CancellationToken.None);
        output.Size = Wide(60);
        sink.Write(Execs, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.Bytes).Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("TIME", StringComparison.Ordinal)));
        Assert.All(lines[3..], line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public void Wide_and_joining_characters_take_their_own_room() => Show("S\n日本語日本…\ne\u0301e\u0301e\u0301\n0123456789ab\n0123456789a…", Wide(12),
        Samples.Texts("s", "日本語日本語日本語"u8.ToArray(), "e\u0301e\u0301e\u0301"u8.ToArray(), "0123456789ab"u8.ToArray(), "0123456789abc"u8.ToArray()));

    [Fact]
    public void No_width_and_no_row_of_any_type_breaks_a_terminal()
    {
        var random = new Random(5);
        var batch = ScatteredBatch.Make(EveryType.Schema, EveryType.Cells(random, 200), 200, Samples.Arena, random, unixOffset: Samples.Noon);
        for (var columns = 1; columns < 400; columns += 1 + columns / 8)
        {
            var text = StdoutRun.Text(Table, Wide(columns), batch);
            foreach (var line in text.TrimEnd('\n').Split('\n'))
                Assert.InRange(line.EnumerateRunes().Sum(Pipeline.Text.DisplayWidth.Of), 0, columns);
        }
    }

    private static void Show(string expected, TerminalSize? size, params RecordBatch[] batches) =>
        Assert.Equal(expected + "\n", StdoutRun.Text(Table, size, batches));
}
