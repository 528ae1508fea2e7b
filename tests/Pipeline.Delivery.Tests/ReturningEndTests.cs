using System.Diagnostics;
using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;
using Pipeline.Servers.Collector;

namespace Pipeline.Delivery.Tests;

/// <summary>A source that can wait, and an end that is dead at first: who waits for it loses nothing.</summary>
public sealed class ReturningEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public Task What_blocks_waits_for_the_dead_end_and_everything_arrives_everywhere() => ReturnAfterAsync(TimeSpan.Zero);

    [Fact]
    [Trait("size", "soak")]
    public Task The_same_after_a_minute() => ReturnAfterAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _folder.Dispose();

    private async Task ReturnAfterAsync(TimeSpan absence)
    {
        Needs.Host();
        // More than an edge holds.
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows / 2);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        await using var collector = await OtlpCollector.StartAsync();
        await collector.PauseAsync();
        var kept = _folder.Path("kept.jsonl");
        const string block = "when_full = \"block\"";
        using var host = new Topology(_folder).From(input.File).ToKafka(brokers, block).ToFile(block, kept).ToOtlp(collector.Http, block, "http/json").Start();
        var start = Stopwatch.GetTimestamp();
        await reader.FirstAsync();
        await host.SaysAsync(Topology.Otlp, "is gone");
        await Task.Delay(absence, TestContext.Current.CancellationToken);
        Assert.False(host.Process.HasEnded);

        await collector.ResumeAsync();
        await reader.ReadAllAsync();
        await FileEnd.GrowsToAsync(kept, input.Rows);
        var logs = await CollectedLogs.AllAsync(collector, input);
        var ledger = await host.StopAsync();

        (await reader.EndAsync()).AssertEachOnce("Kafka");
        (await FileEnd.ReadAsync(input, kept)).AssertEachOnce("the file");
        logs.AssertAll("the collector");
        Assert.Equal(input.Rows, collector.Counts.Accepted(Signal.Logs));
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
        Assert.All(ledger.Edges, e => Assert.Empty(e.Dropped));
        Assert.All(ledger.Edges, e => Assert.Equal((input.Rows, input.Rows), (e.In, e.Out)));
        // Gone, at most once a minute still gone, back.
        Assert.InRange(host.LogOf(Topology.Otlp).Length, 2, 3 + (int)Stopwatch.GetElapsedTime(start).TotalMinutes);
    }
}
