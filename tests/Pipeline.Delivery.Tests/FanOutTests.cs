using System.Diagnostics;
using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests;

/// <summary>One file to Kafka, a file and OTLP at once, the OTLP end dead from the start.</summary>
public sealed class FanOutTests : IDisposable
{
    private const long Budget = 256L << 20;

    // A second processor that others use, a start of the runtime: far below what waiting for the dead would cost.
    private const double MostSlowdown = 3;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_dead_end_that_drops_costs_its_siblings_nothing_and_each_of_its_rows_is_counted()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.Rows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        var kept = _folder.Path("kept.jsonl");
        using var host = new Topology(_folder).From(input.File).ToKafka(brokers).ToFile(path: kept).ToOtlp(Nobody(), "when_full = \"drop_newest\"").Start();
        using var memory = MemoryWatch.Start(host.Process.Id);
        await reader.ReadAllAsync();
        await FileEnd.GrowsToAsync(kept, input.Rows);
        var ledger = await host.StopAsync();

        var kafka = await reader.EndAsync();
        kafka.AssertEachOnce("Kafka");
        kafka.AssertOwnIds();
        (await FileEnd.ReadAsync(input, kept)).AssertEachOnce("the file");
        TestContext.Current.TestOutputHelper?.WriteLine($"RssAnon at most {memory.Most >> 20} MiB");
        Assert.InRange(memory.Most, 1, Budget);

        Assert.Equal(input.Rows, ledger.Source.Out);
        Assert.All(ledger.Edges, e => Assert.Equal(input.Rows, e.In));
        Assert.Equal((input.Rows, input.Rows, 0), (ledger.Component(Topology.Kafka).Out, ledger.Component(Topology.File).Out, ledger.Component(Topology.Otlp).Out));
        Assert.Equal(input.Rows, ledger.DroppedBefore(Topology.Otlp));

        // It is gone, and since when: not a line a try. The end of the run may say it once more.
        Assert.InRange(host.LogOf(Topology.Otlp).Length, 1, 3 + (int)host.SinceStart.TotalMinutes);
        Assert.InRange(host.Log().Length, 1, 15);
    }

    [Fact]
    public async Task Siblings_of_a_dead_end_are_as_fast_as_without_it()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        var alone = await TimeAsync(input, "alone", topology => topology);
        var beside = await TimeAsync(input, "beside", topology => topology.ToOtlp(Nobody(), "when_full = \"drop_newest\""));
        Assert.InRange(beside / alone, 0, MostSlowdown);
    }

    public void Dispose() => _folder.Dispose();

    private static Uri Nobody() => new($"http://127.0.0.1:{FreePort.Take()}");

    // From the first row at a sibling to the last one at both.
    private async Task<double> TimeAsync(Input input, string name, Func<Topology, Topology> more)
    {
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        var kept = _folder.Path($"{name}.jsonl");
        using var own = new TemporaryFolder();
        using var host = more(new Topology(own).From(input.File).ToKafka(brokers).ToFile(path: kept)).Start();
        await reader.FirstAsync();
        var start = Stopwatch.GetTimestamp();
        await reader.ReadAllAsync();
        await FileEnd.GrowsToAsync(kept, input.Rows);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await host.StopAsync();
        (await reader.EndAsync()).AssertEachOnce("Kafka");
        return seconds;
    }
}
