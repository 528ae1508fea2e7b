using System.Diagnostics;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.Prometheus;

namespace Pipeline.Prometheus.Tests;

/// <summary>A scrape asks for a reading and does not wait for it for ever.</summary>
public class FreshFiguresTests
{
    private static readonly TableSchema Counts = Columns.Table("counts", Columns.Counter("n"));

    [Fact]
    public async Task A_scrape_shows_what_was_read_for_it()
    {
        using var rows = new Rows(Counts);
        PrometheusSink sink = null!;
        var reads = 0;
        var upstream = new Upstream(async _ =>
        {
            var batch = rows.Add(++reads).Build();
            await sink.WriteAsync(batch, CancellationToken.None);
            batch.Release();
        });
        sink = new PrometheusSink(RunningSink.Options, new LentContext());
        await using var running = await RunningSink.StartAsync(sink, [Counts], upstream);
        Assert.Contains("counts_total 1\n", await running.ScrapeAsync(), StringComparison.Ordinal);
        Assert.Contains("counts_total 2\n", await running.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_that_takes_too_long_is_not_waited_for()
    {
        var given = new TaskCompletionSource<bool>();
        var upstream = new Upstream(async cancel =>
        {
            await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => given.SetResult(cancel.IsCancellationRequested), TaskScheduler.Default);
            cancel.ThrowIfCancellationRequested();
        });
        await using var running = await RunningSink.StartAsync(new PrometheusSink(RunningSink.Options, new LentContext()), [Counts], upstream);
        using var rows = new Rows(Counts);
        await running.WriteAsync(rows.Add(7).Build());
        var watch = Stopwatch.StartNew();
        Assert.Contains("counts_total 7\n", await running.ScrapeAsync(), StringComparison.Ordinal);
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(400), $"it waited {watch.Elapsed}");
        Assert.True(await given.Task);
    }

    [Fact]
    public async Task A_scraper_that_goes_away_while_a_reading_is_waited_for_is_cut_off()
    {
        var asked = new TaskCompletionSource();
        var upstream = new Upstream(async cancel =>
        {
            Volatile.Read(ref asked).TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        await using var running = await RunningSink.StartAsync(new PrometheusSink(RunningSink.Options, new LentContext()), [Counts], upstream);
        // On a starved machine the reading is no longer waited for when the scraper goes: then another one does.
        for (var tries = 0; (await running.ScrapeAsync()).Contains("pipeline_prometheus_cut_scrapes_total{sink=\"prom\"} 0\n", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 600, "nobody noticed");
            Volatile.Write(ref asked, new TaskCompletionSource());
            using var gone = new CancellationTokenSource();
            Task scrape = running.Client.GetAsync("/metrics", gone.Token);
            await asked.Task;
            await gone.CancelAsync();
            await scrape.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Upstream(Func<CancellationToken, Task> sample) : ISampled
    {
        public async ValueTask SampleAsync(CancellationToken cancel) => await sample(cancel);
    }
}
