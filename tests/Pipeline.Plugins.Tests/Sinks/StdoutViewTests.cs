using System.Text;
using System.Text.Json;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Metric tables, shown as views.</summary>
[Collection(TerminalType.Collection)]
public sealed class StdoutViewTests
{
    private static readonly StdoutOptions Table = new() { Color = ColorMode.Never };

    private static readonly StdoutOptions EverySecond = Table with { Every = TimeSpan.FromSeconds(1) };

    private static readonly double[] AlmostEveryHalfSecond = [0.0, 0.5, 1.0, 1.5, 1.95, 2.5, 3.0, 3.6, 3.98, 4.5];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Sums_since_the_start_are_shown_once_at_the_end() => Show(
        """
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                      30     120.0          7
        cp               sda                                       4      16.0          2

        """,
        Table,
        Figures.Reading(Figures.Biotop, 1, ("cp", "sda", 4, 16384, 1), ("dd", "sda", 10, 40960, 3)),
        Figures.Reading(Figures.Biotop, 2, ("cp", "sda", 4, 16384, 2), ("dd", "sda", 30, 122880, 7)));

    [Fact]
    public void With_every_each_view_has_what_was_added_and_leaves_out_what_rests() => Show(
        """
        14:00:01
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                      10      40.0          3
        cp               sda                                       4      16.0          1

        14:00:02
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                      20      80.0          7

        14:00:04
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        sh               sdb                                       9       0.0          0
        cp               sda                                       1       0.0          5

        """,
        EverySecond,
        Figures.Reading(Figures.Biotop, 1, ("cp", "sda", 4, 16384, 1), ("dd", "sda", 10, 40960, 3)),
        Figures.Reading(Figures.Biotop, 2, ("cp", "sda", 4, 16384, 2), ("dd", "sda", 30, 122880, 7)),
        Figures.Reading(Figures.Biotop, 3, ("cp", "sda", 4, 16384, 5), ("dd", "sda", 30, 122880, 7)),
        Figures.Reading(Figures.Biotop, 4, ("cp", "sda", 5, 16384, 5), ("sh", "sdb", 9, 0, 0)));

    [Fact]
    public void A_reading_may_come_in_several_batches() => Show(
        """
        14:00:01
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                      10       0.0          3
        cp               sda                                       4       0.0          1

        14:00:02
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        cp               sda                                       2       0.0          1

        """,
        EverySecond,
        Figures.Reading(Figures.Biotop, 1, ("cp", "sda", 4, 0, 1)),
        Figures.Reading(Figures.Biotop, 1, ("dd", "sda", 10, 0, 3)),
        Figures.Reading(Figures.Biotop, 2, ("cp", "sda", 6, 0, 1)),
        Figures.Reading(Figures.Biotop, 2, ("dd", "sda", 10, 0, 3)));

    [Fact]
    public void Readings_more_often_than_views_are_put_together_even_if_they_come_a_little_early() => Show(
        """
        14:00:00
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                       1       0.0          0

        14:00:01
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                       4       0.0          0

        14:00:03
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                       4       0.0          0

        14:00:04
        COMM             DISK                                    I/O SIZE(KiB)      QUEUE
        dd               sda                                       1       0.0          0

        """,
        Table with { Every = TimeSpan.FromSeconds(2) },
        [.. AlmostEveryHalfSecond.Select((seconds, i) => Figures.Reading(Figures.Biotop, seconds, ("dd", "sda", i + 1, 0, 0)))]);

    [Fact]
    public void Figures_of_an_interval_are_shown_as_they_come_and_added_up_for_longer_views()
    {
        RecordBatch[] readings =
        [
            Figures.Reading(Figures.BiotopOfInterval, 1, ("dd", "sda", 10, 1024, 3)),
            Figures.Reading(Figures.BiotopOfInterval, 2, ("dd", "sda", 10, 1024, 4), ("cp", "sda", 1, 0, 0)),
            Figures.Reading(Figures.BiotopOfInterval, 3, ("cp", "sda", 2, 0, 0)),
        ];
        Show(
            """
            14:00:01
            COMM             DISK                                    I/O SIZE(KiB)      QUEUE
            dd               sda                                      10       1.0          3

            14:00:03
            COMM             DISK                                    I/O SIZE(KiB)      QUEUE
            dd               sda                                      10       1.0          4
            cp               sda                                       3       0.0          0

            """,
            Table with { Every = TimeSpan.FromSeconds(2) },
            readings);
        Show(
            """
            COMM             DISK                                    I/O SIZE(KiB)      QUEUE
            dd               sda                                      10       1.0          3

            COMM             DISK                                    I/O SIZE(KiB)      QUEUE
            dd               sda                                      10       1.0          4
            cp               sda                                       1       0.0          0

            COMM             DISK                                    I/O SIZE(KiB)      QUEUE
            cp               sda                                       2       0.0          0

            """,
            Table,
            readings);
    }

    [Theory]
    [InlineData("bytes", "b c a")]
    [InlineData("queue", "c a b")]
    [InlineData(null, "a b c")]
    public void The_largest_come_first(string? sort, string order) => Assert.Equal(
        order.Split(' '),
        StdoutRun.Text(Table with { Sort = sort, Columns = ["comm"] }, Figures.Reading(Figures.Biotop, 1, ("b", "sda", 2, 300, 1), ("c", "sda", 1, 200, 9), ("a", "sda", 3, 100, 2)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);

    [Theory]
    [InlineData(null, 20, 10)]
    [InlineData(0, 30, 0)]
    [InlineData(7, 7, 23)]
    public void As_many_rows_as_asked_for_are_shown_and_the_others_counted(int? limit, int shown, int more)
    {
        var reading = Figures.Reading(Figures.Biotop, 1, [.. Enumerable.Range(0, 30).Select(i => ($"c{i}", "sda", 100L - i, 0L, 0L))]);
        var lines = StdoutRun.Text(Table with { Limit = limit, Columns = ["comm"] }, reading).TrimEnd('\n').Split('\n');
        Assert.Equal(["COMM", .. Enumerable.Range(0, shown).Select(i => $"c{i}"), .. more > 0 ? [$"and {more} more"] : Array.Empty<string>()], lines);
    }

    [Theory]
    [InlineData(41, "COMM DISK I/O SIZE(KiB) QUEUE")]
    [InlineData(40, "COMM DISK I/O SIZE(KiB)")]
    [InlineData(29, "COMM DISK SIZE(KiB)")]
    [InlineData(18, "COMM SIZE(KiB)")]
    [InlineData(13, "COMM")]
    public void The_column_that_rows_are_ordered_by_is_among_the_last_to_go(int width, string headings)
    {
        var lines = StdoutRun.Text(Table with { Sort = "bytes" }, new TerminalSize(width, 0), Figures.Reading(Figures.Biotop, 1, ("dd", "sda", 30, 122880, 7))).Split('\n');
        Assert.Equal(headings.Split(' '), lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_source_that_began_anew_begins_at_zero()
    {
        var readings = new[] { (1.0, 0.0, 10L), (2.0, 0.0, 15L), (3.0, 2.5, 20L), (4.0, 2.5, 21L), (5.0, 2.5, 4L) };
        Assert.Equal(
            ["10", "5", "20", "1", "4"],
            Column(StdoutRun.Text(
                EverySecond with { Columns = ["io"] },
                [.. readings.Select(r => Figures.Reading(Figures.Biotop, r.Item1, r.Item2, [("dd", "sda", r.Item3, 0, 0)]))])));
    }

    [Fact]
    public void At_the_end_sums_of_a_source_that_began_anew_have_all_of_it() => Assert.Equal(
        ["36"],
        Column(StdoutRun.Text(
            Table with { Columns = ["io"] },
            Figures.Reading(Figures.Biotop, 1, 0, [("dd", "sda", 10, 0, 0)]),
            Figures.Reading(Figures.Biotop, 2, 0, [("dd", "sda", 15, 0, 0)]),
            Figures.Reading(Figures.Biotop, 3, 2.5, [("dd", "sda", 21, 0, 0)]))));

    [Fact]
    public void A_reading_that_comes_late_is_older_than_what_is_known() => Assert.Equal(
        ["15"],
        Column(StdoutRun.Text(
            Table with { Columns = ["io"] },
            Figures.Reading(Figures.Biotop, 2, ("dd", "sda", 15, 0, 0)),
            Figures.Reading(Figures.Biotop, 1, ("dd", "sda", 10, 0, 0)))));

    [Fact]
    public void Gauges_alone_are_shown_as_they_are_and_only_those_there_are() => Show(
        """
        14:00:01
        QUEUE                                 DEPTH
        b                                       2.5
        a                                         1

        14:00:02
        QUEUE                                 DEPTH
        a                                         1

        """,
        EverySecond,
        Figures.Depth(1, ("a", 1), ("b", 2.5)),
        Figures.Depth(2, ("a", 1)));

    [Fact]
    public void Json_has_every_reading_as_it_comes_and_with_every_the_differences()
    {
        RecordBatch[] readings =
        [
            Figures.Reading(Figures.Biotop, 1, ("cp", "sda", 4, 5, 1), ("dd", "sda", 10, 7, 3)),
            Figures.Reading(Figures.Biotop, 2, ("cp", "sda", 4, 5, 1), ("dd", "sda", 30, 7, 4)),
        ];
        Assert.Equal([(4, 0), (10, 0), (4, 0), (30, 0)], Rows(Table with { Format = StdoutFormat.Json }));
        Assert.Equal([(10, 0), (4, 0), (20, 1)], Rows(EverySecond with { Format = StdoutFormat.Json }));

        (int Io, int Start)[] Rows(StdoutOptions options) =>
        [
            .. from line in StdoutRun.Text(options, readings).Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let row = JsonDocument.Parse(line).RootElement
               select (row.GetProperty("io").GetInt32(), row.GetProperty("start_time").GetDateTime().Second),
        ];
    }

    [Fact]
    public void On_a_terminal_a_view_takes_the_place_of_the_last_one_and_never_scrolls()
    {
        using var _ = new TerminalType("xterm");
        using var output = new CapturedOutput(new TerminalSize(40, 6));
        using var sink = StdoutRun.Bind(EverySecond with { Columns = ["comm", "io"] }, output, Figures.Biotop);
        sink.Write(Figures.Reading(Figures.Biotop, 1, [.. Enumerable.Range(0, 30).Select(i => ($"c{i}", "sda", 100L - i, 0L, 0L))]), Cancel);
        sink.Flush(isLast: false, Cancel);
        sink.Write(Figures.Reading(Figures.Biotop, 2, [.. Enumerable.Range(0, 30).Select(i => ($"c{i}", "sda", 100L - i, 0L, 0L))]), Cancel);
        sink.Flush(isLast: false, Cancel);
        Assert.Equal(
            "\e[H\e[K14:00:01\n\e[KCOMM                    I/O\n\e[Kc0                      100\n\e[Kc1                       99\n\e[Kc2                       98\n\e[J"
            + "\e[H\e[K14:00:02\n\e[KCOMM                    I/O\n\e[J",
            Encoding.UTF8.GetString(output.Bytes));
    }

    [Theory]
    [InlineData("xterm", true)]
    [InlineData("dumb", false)]
    [InlineData(null, false)]
    public void A_screen_is_cleared_only_where_the_terminal_knows_how(string? type, bool clears)
    {
        using var _ = new TerminalType(type);
        Assert.Equal(clears, StdoutRun.Text(EverySecond, new TerminalSize(80, 24), Figures.Depth(1, ("a", 1))).Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void A_screen_with_events_on_it_is_not_cleared()
    {
        using var _ = new TerminalType("xterm");
        var text = StdoutRun.Text(EverySecond, new TerminalSize(80, 24), Samples.Execs((0, "ls", 1, 1, 0, ["-l"])), Figures.Depth(1, ("a", 1)), Samples.Execs((0, "ps", 1, 1, 0, ["-l"])));
        Assert.DoesNotContain('\e', text);
        Assert.Equal(
            """
            execsnoop
            TIME         PCOMM                PID    PPID     RET ARGS
            14:00:00.000 ls                     1       1       0 -l
            14:00:00.000 ps                     1       1       0 -l

            14:00:01
            depths
            QUEUE                                                                      DEPTH
            a                                                                              1

            """,
            text);
    }

    [Fact]
    public void A_reading_is_whole_when_nothing_has_come_for_a_moment_even_if_rows_of_other_tables_have()
    {
        using var output = new CapturedOutput();
        var clock = StdoutRun.NewClock();
        using var sink = StdoutRun.Bind(EverySecond, output, clock, Figures.Depths, Samples.Execsnoop);
        Assert.Null(sink.Patience);
        sink.Write(Figures.Depth(1, ("a", 1)), Cancel);
        Assert.Equal(TimeSpan.FromMilliseconds(100), sink.Patience);
        clock.Advance(TimeSpan.FromMilliseconds(60));
        sink.Write(Figures.Depth(1, ("b", 1)), Cancel);
        Assert.Equal(TimeSpan.FromMilliseconds(100), sink.Patience);
        clock.Advance(TimeSpan.FromMilliseconds(60));
        sink.Write(Samples.Execs((0, "ls", 1, 1, 0, ["-l"])), Cancel);
        Assert.DoesNotContain("depths", Encoding.UTF8.GetString(output.Bytes), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(40), sink.Patience);
        clock.Advance(TimeSpan.FromMilliseconds(40));
        sink.Write(Samples.Execs((0, "ps", 1, 1, 0, ["-l"])), Cancel);
        Assert.Null(sink.Patience);
        Assert.Equal(["execsnoop", "depths", "execsnoop"], Encoding.UTF8.GetString(output.Bytes).Split('\n').Where(line => line is "depths" or "execsnoop"));
    }

    [Fact]
    public void Figures_of_an_interval_that_is_over_leave_the_screen()
    {
        using var _ = new TerminalType("xterm");
        using var output = new CapturedOutput(new TerminalSize(40, 6));
        var clock = StdoutRun.NewClock();
        using var sink = StdoutRun.Bind(EverySecond with { Columns = ["comm"] }, output, clock, Figures.BiotopOfInterval);
        sink.Write(Figures.Reading(Figures.BiotopOfInterval, 1, ("dd", "sda", 10, 1024, 3)), Cancel);
        for (TimeSpan? patience; (patience = sink.Patience) is not null;)
        {
            clock.Advance(patience.Value);
            sink.Flush(isLast: false, Cancel);
        }

        var frames = Encoding.UTF8.GetString(output.Bytes).Split("\e[H");
        Assert.EndsWith("\n\e[KCOMM\n\e[Kdd\n\e[J", frames[^2], StringComparison.Ordinal);
        Assert.EndsWith("\n\e[KCOMM\n\e[J", frames[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_with_anything_behind_their_end_are_one_series_and_those_of_two_sources_are_two()
    {
        // Each batch has its own garbage behind the texts.
        var readings = Enumerable.Range(1, 5).Select(i => Figures.Reading(Figures.Biotop, i, ("dd", "sda", i, 0, 0))).ToArray();
        Assert.Equal(["5"], Column(StdoutRun.Text(Table with { Columns = ["io"] }, readings)));
        using var other = new CollectingEmitter();
        using var builder = new BatchBuilder(Figures.Biotop, other.Arena);
        builder.AddRow();
        builder.Set(2, "dd"u8);
        builder.Set(3, "sda"u8);
        builder.Set(4, 7UL);
        Assert.Equal(["7", "5"], Column(StdoutRun.Text(Table with { Columns = ["io"] }, [.. readings, builder.Build(new BatchOrigin("host", "second", 0), 0)!])));
    }

    [Fact]
    public async Task More_series_than_there_is_memory_for_are_refused_and_counted()
    {
        using var output = new CapturedOutput();
        using var sink = StdoutRun.Bind(Table with { Limit = 0, Columns = ["io"] }, output, Figures.Biotop);
        var refused = 0L;
        for (var batch = 0; batch < 200; batch++)
        {
            var reading = Figures.Reading(Figures.Biotop, 1, [.. Enumerable.Range(0, 1000).Select(i => ($"{batch}", $"{i}", 1L, 0L, 0L))]);
            var outcome = await sink.WriteAsync(reading, Cancel);
            Assert.Equal(outcome.RejectedRows == 0 ? null : "too_many_series", outcome.Reason);
            refused += outcome.RejectedRows;
            reading.Release();
        }

        Assert.InRange(refused, 1, 199_999);
        sink.Flush(isLast: true, Cancel);
        Assert.Equal(200_000 - refused, Column(Encoding.UTF8.GetString(output.Bytes)).LongLength);
    }

    [Fact]
    public void Series_that_are_no_more_make_room_for_others()
    {
        using var output = new CapturedOutput();
        using var sink = StdoutRun.Bind(EverySecond with { Limit = 1 }, output, Figures.Biotop);
        for (var second = 1; second < 300; second++)
        {
            var reading = Figures.Reading(Figures.Biotop, second, [.. Enumerable.Range(0, 1000).Select(i => ($"{second}", $"{i}", 1L, 0L, 0L))]);
            Assert.Equal(0, sink.Write(reading, Cancel));
            reading.Release();
        }
    }

    // Numbers under one heading.
    private static string[] Column(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line.All(char.IsAsciiDigit))];

    private static void Show(string expected, StdoutOptions options, params RecordBatch[] batches) => Assert.Equal(expected, StdoutRun.Text(options, batches));
}
