using System.Globalization;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>One writer and many scrapers at once.</summary>
public class ConcurrencyTests
{
    private const int Series = 2_000;
    private const int Rounds = 60;

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/openmetrics-text")]
    public async Task Each_scrape_is_whole_and_each_histogram_in_it_is_of_one_moment(string accept)
    {
        var table = Columns.Table("t", Columns.Label("name"), Columns.Histogram("x_ns", Columns.Microseconds(8)), Columns.Counter("n"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var stop = new CancellationTokenSource();
        var scrapers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var scrapes = 0;
            for (; !stop.IsCancellationRequested; scrapes++)
                Check(await sink.ScrapeRowsAsync(accept));
            return scrapes;
        })).ToArray();
        using var rows = new Rows(table);
        for (var round = 1; round <= Rounds; round++)
        {
            // Every bucket of a histogram holds the same number, and others come and go.
            for (var i = 0; i < Series; i++)
                rows.Add($"{i + 20 * round}", Rows.Explicit([.. Enumerable.Repeat((ulong)round, 8)], round), round);
            await sink.WriteAsync(rows.Build());
        }

        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(scrapers)).Sum() > 0);
    }

    private static void Check(string body)
    {
        var seen = new HashSet<string>();
        var upTo = 0L;
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var space = line.LastIndexOf(' ');
            Assert.True(seen.Add(line[..space]), $"twice: {line}");
            if (!line.StartsWith("t_x_seconds_bucket", StringComparison.Ordinal))
                continue;
            var value = long.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
            var step = value - upTo;
            upTo = line.Contains("+Inf", StringComparison.Ordinal) ? 0 : value;
            if (line.Contains("+Inf", StringComparison.Ordinal))
                Assert.Equal(value, 8 * step);
        }
    }
}
