using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests;

/// <summary>A file to Kafka brokers that refuse requests, break connections and go away.</summary>
public sealed class BrokerFaultTests : IDisposable
{
    // Kafka's codes after which a message is surely not there: unknown topic or partition, leader not available, not leader, not enough replicas.
    private static readonly int[] Refusals = [3, 5, 6, 19];

    // And after which nobody knows: timed out, not enough replicas afterwards, a broken connection.
    private static readonly int[] Doubts = [.. Refusals, 7, 20, -195];

    // A broker that knows idempotent producers lets none of their messages pass one that it refused; the mock brokers do, and then librdkafka takes the refused one for delivered.
    // So either nothing is under way that could pass, or nobody but the host tries again.
    private const string OneAtATime = "librdkafka = { \"max.in.flight.requests.per.connection\" = 1 }";
    private const string TriedByTheHostOnly = "librdkafka = { \"enable.idempotence\" = false, \"retries\" = 0 }";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Requests_that_are_refused_are_sent_again_and_nothing_comes_twice()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        await brokers.AnswerAsync(Brokers.Produce, Answers(Refusals));
        await DeliverAsync(input, brokers, OneAtATime, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Requests_that_end_in_doubt_lose_nothing_and_what_comes_twice_was_retried()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        await brokers.AnswerAsync(Brokers.Produce, Answers(Doubts));
        Assert.InRange(await DeliverAsync(input, brokers, TriedByTheHostOnly, _ => Task.CompletedTask), 1, long.MaxValue);
    }

    [Fact]
    public async Task Brokers_that_go_away_one_by_one_and_all_together_lose_nothing()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        var growing = _folder.Path("growing.jsonl");
        // There is something to deliver when all brokers are gone.
        var allGone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var growth = Task.Run(() => GrowingFile.GrowAsync(input.File, growing, TimeSpan.FromSeconds(4), allGone.Task), TestContext.Current.CancellationToken);
        var retried = await DeliverAsync(input, brokers, TriedByTheHostOnly, async host =>
        {
            for (var broker = 1; broker <= Brokers.Count; broker++)
            {
                await brokers.DownAsync(broker);
                await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
                await brokers.UpAsync(broker);
            }

            await brokers.AllDownAsync();
            allGone.SetResult();
            await growth;
            await host.TriesAgainAsync(Topology.Kafka);
            await brokers.AllUpAsync();
        }, growing, timeout: "2s");
        Assert.InRange(retried, 1, long.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    // How many rows were retried.
    private async Task<long> DeliverAsync(Input input, Brokers brokers, string more, Func<HostRun, Task> disturbAsync, string? file = null, string? timeout = null)
    {
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        var topology = new Topology(_folder).From(file ?? input.File);
        using var host = (timeout is null ? topology.ToKafka(brokers, more) : topology.ToKafka(brokers, more, timeout)).Start();
        await reader.FirstAsync();
        await disturbAsync(host);
        await reader.ReadAllAsync();
        var ledger = await host.StopAsync();

        var kafka = await reader.EndAsync();
        var sink = ledger.Component(Topology.Kafka);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kafka.Again} rows came again, {sink.Retried} were retried");
        kafka.AssertAll("Kafka");
        kafka.AssertOwnIds();
        Assert.Equal((input.Rows, input.Rows, 0), (ledger.Source.Out, sink.Out, ledger.DroppedBefore(Topology.Kafka)));
        Assert.InRange(kafka.Again, 0, sink.Retried);
        return sink.Retried;
    }

    // Every fourth request or so of the first thousand goes wrong, the same ones each time.
    private static IEnumerable<int> Answers(int[] faults)
    {
        var random = new Random(42);
        return Enumerable.Range(0, 1000).Select(_ => random.Next(4) == 0 ? faults[random.Next(faults.Length)] : 0);
    }
}
