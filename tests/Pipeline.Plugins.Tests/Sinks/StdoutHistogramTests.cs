using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Histograms drawn with characters.</summary>
public sealed class StdoutHistogramTests
{
    private static readonly StdoutOptions Table = new() { Color = ColorMode.Never };

    private static RecordBatch TwoDisks => Figures.Latencies(
        Figures.Biolatency, 1, ("sda", 0, 200_000, [0, 100, 0, 6, 1]), ("nvme0n1", 1, double.NaN, [3, 0, 0, 0, 0]));

    [Fact]
    public void A_histogram_is_drawn_as_BCC_draws_it() => Show(
        """
        disk = 'sda' operation = read
             usecs               : count    distribution
                 1 -> 2          : 100      |****************************************|
                 2 -> 4          : 0        |                                        |
                 4 -> 8          : 6        |***                                     |
                 8 -> +Inf       : 1        |*                                       |
        count = 107, avg = 1.8692 usecs

        disk = 'nvme0n1' operation = write
             usecs               : count    distribution
                 0 -> 1          : 3        |****************************************|
        count = 3

        """,
        null,
        TwoDisks);

    [Fact]
    public void It_shrinks_with_the_terminal_bars_first() => Show(
        """
        disk = 'sda' operation = read
        usecs     : count distribution
        1 -> 2    : 100 |**************|
        2 -> 4    : 0   |              |
        4 -> 8    : 6   |*             |
        8 -> +Inf : 1   |*             |
        count = 107, avg = 1.8692 usecs

        disk = 'nvme0n1' operation = wr…
        usecs  : count distribution
        0 -> 1 : 3 |*******************|
        count = 3

        """,
        new TerminalSize(32, 0),
        TwoDisks);

    [Fact]
    public void Twenty_columns_have_bars_and_upper_bounds() => Show(
        """
        disk = 'sda' operat…
        <= usecs : count di…
           2 : 100 |*******|
           4 : 0   |       |
           8 : 6   |*      |
        +Inf : 1   |*      |
        count = 107, avg = …

        disk = 'nvme0n1' op…
        usecs  : count dist…
        0 -> 1 : 3 |*******|
        count = 3

        """,
        new TerminalSize(20, 0),
        TwoDisks);

    [Theory]
    [InlineData("usecs", 1_000, 2_000, 4_000)]
    [InlineData("msecs", 1_000_000, 2_000_000, 4_000_000)]
    [InlineData("secs", 1e9, 2e9, 4e9)]
    [InlineData("usecs", 1_024_000, 2_048_000, 4_096_000)]
    [InlineData("nsecs", 1, 2, 4)]
    [InlineData("msecs", 1_000_000.25, 2_000_000.25, 4_000_000.25)]
    public void The_unit_is_the_largest_that_keeps_bounds_whole_or_else_short(string unit, double first, double second, double third)
    {
        var lines = StdoutRun.Text(Table, Figures.Latencies(Figures.Latency(first, second, third), 1, ("sda", 0, 1, [0, 1, 1, 0]))).Split('\n');
        Assert.Equal($"     {unit,-19} : count    distribution", lines[1]);
    }

    [Fact]
    public void Without_labels_there_is_no_headline_and_without_values_it_says_so()
    {
        var schema = new TableSchema("runqlat", TableKind.Event, [new("bytes", ColumnType.ExplicitHistogram([1024, 2048])) { Unit = "By" }, new("depth", ColumnType.ExponentialHistogram)]);
        var depth = new byte[HistogramCell.SizeOf(2)];
        HistogramCell.Write(depth, new HistogramTotals(5, 30, 0, 8), [1, 2], scale: 0, offset: 2, zeroCount: 2);
        Show(
            """
            bytes
                 KiB                 : count    distribution
                     1 -> 2          : 2        |****************************************|
            count = 2, avg = 1 KiB
            depth
                 depth               : count    distribution
                     0 -> 0          : 2        |****************************************|
                     4 -> 8          : 1        |********************                    |
                     8 -> 16         : 2        |****************************************|
            count = 5, avg = 6 depth

            bytes
            no values
            depth
            no values

            """,
            null,
            ScatteredBatch.Make(schema, [[Figures.Cell(2048, [0, 2, 0]), Array.Empty<byte>()], [depth, Array.Empty<byte>()]], 2, Samples.Arena, new Random(1)));
    }

    [Fact]
    public void No_width_and_no_counts_break_a_line()
    {
        var random = new Random(7);
        for (var columns = 1; columns < 120; columns++)
        {
            var bounds = Enumerable.Range(0, 1 + random.Next(20)).Select(i => Math.Pow(10, random.Next(4)) * Math.Pow(2, i) * (random.Next(2) == 0 ? 1 : 1.1)).Order().Distinct().ToArray();
            ulong[] counts = [.. bounds.Append(0).Select(_ => random.Next(3) == 0 ? 0 : (ulong)random.NextInt64() >> random.Next(64))];
            var text = StdoutRun.Text(Table, new TerminalSize(columns, 0), Figures.Latencies(Figures.Latency(bounds), 1, ("日本", random.Next(3), random.NextDouble() * 1e12, counts)));
            Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.InRange(line.EnumerateRunes().Sum(Pipeline.Text.DisplayWidth.Of), 0, columns));
        }
    }

    private static void Show(string expected, TerminalSize? size, params RecordBatch[] batches) => Assert.Equal(expected, StdoutRun.Text(Table, size, batches));
}
