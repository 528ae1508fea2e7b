using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests;

/// <summary>A file to Kafka brokers that refuse requests, break connections and go away.</summary>
public sealed class BrokerFaultTests : IDisposable
{
    // Kafka's codes for what passes: unknown topic or partition, leader not available, not leader, timed out, not enough replicas (before, after); and a broken connection.
    private static readonly int[] Faults = [3, 5, 6, 7, 19, 20, -195];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Errors_of_single_requests_lose_nothing_and_what_comes_twice_was_retried()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        await brokers.AnswerAsync(Brokers.Produce, Answers());
        await DeliverAsync(input, brokers, () => Task.CompletedTask);
    }

    [Fact]
    public async Task Brokers_that_go_away_one_by_one_and_all_together_lose_nothing()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        await DeliverAsync(input, brokers, async () =>
        {
            for (var broker = 1; broker <= Brokers.Count; broker++)
            {
                await brokers.DownAsync(broker);
                await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
                await brokers.UpAsync(broker);
            }

            await brokers.AllDownAsync();
            await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
            await brokers.AllUpAsync();
        });
    }

    public void Dispose() => _folder.Dispose();

    private async Task DeliverAsync(Input input, Brokers brokers, Func<Task> disturbAsync)
    {
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        using var host = new Topology(_folder).From(input.File).ToKafka(brokers).Start();
        await reader.FirstAsync();
        await disturbAsync();
        await reader.ReadAllAsync();
        var ledger = await host.StopAsync();

        var kafka = await reader.EndAsync();
        kafka.AssertAll("Kafka");
        kafka.AssertOwnIds();
        var sink = ledger.Component(Topology.Kafka);
        Assert.Equal((input.Rows, input.Rows, 0), (ledger.Source.Out, sink.Out, ledger.DroppedBefore(Topology.Kafka)));
        Assert.InRange(kafka.Again, 0, sink.Retried);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kafka.Again} rows came again, {sink.Retried} were retried");
    }

    // Every fourth request or so of the first thousand goes wrong, the same ones each time.
    private static IEnumerable<int> Answers()
    {
        var random = new Random(42);
        return Enumerable.Range(0, 1000).Select(_ => random.Next(4) == 0 ? Faults[random.Next(Faults.Length)] : 0);
    }
}
