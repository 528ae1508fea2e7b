using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Delivery.Tests;

/// <summary>Rows that an end will never take go where on_reject says, and nowhere else.</summary>
public sealed class RejectedRowTests : IDisposable
{
    private const string Letters = "letters";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Rows_too_large_for_the_brokers_are_dead_letters_and_all_others_arrive()
    {
        Needs.Host();
        const int large = 3000;
        const int every = 100;
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows, n => n % every == 0 ? large : 0);
        var tooLarge = (input.Rows + every - 1) / every;
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        var letters = _folder.Path("letters.jsonl");
        using var host = WithLetters(new Topology(_folder).From(input.File), letters)
            .ToKafka(brokers, $"on_reject = \"{Letters}\"\nlibrdkafka = {{ \"message.max.bytes\" = 2000 }}").Start();
        await reader.ReadUntilAsync(input.Rows - tooLarge);
        await FileEnd.GrowsToAsync(letters, tooLarge);
        var ledger = await host.StopAsync();

        var (kafka, dead) = (await reader.EndAsync(input.Rows - tooLarge), await FileEnd.ReadAsync(input, letters));
        Assert.Equal((0, 0), (ledger.DroppedBefore(Topology.Kafka), ledger.DroppedBefore(Letters)));
        Assert.Equal((tooLarge, 0), (dead.Distinct, dead.Again));
        kafka.Add(dead);
        kafka.AssertEachOnce("both together");
        Assert.Equal((input.Rows - tooLarge, tooLarge), (ledger.Taken(Topology.Kafka), ledger.Taken(Letters)));
        Assert.All(await File.ReadAllLinesAsync(letters, TestContext.Current.CancellationToken), line =>
        {
            Assert.Contains($"\"rejected_by\":\"{Topology.Kafka}\"", line, StringComparison.Ordinal);
            Assert.Contains("\"reject_reason\":\"", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Requests_that_a_collector_refuses_for_good_are_dead_letters_and_all_others_arrive()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows / 10);
        await using var collector = await OtlpCollector.StartAsync();
        var requests = 0;
        collector.Script = _ => Interlocked.Increment(ref requests) % 3 == 0 ? Answer.Http(400, "not like that") : Answer.Success;
        var letters = _folder.Path("letters.jsonl");
        using var host = WithLetters(new Topology(_folder).From(input.File), letters)
            .ToOtlp(collector.Http, $"on_reject = \"{Letters}\"\nbatch = {{ rows = 100 }}").Start();
        await CollectedLogs.UntilAsync(() => collector.Counts.Rows(Signal.Logs), input.Rows);
        await FileEnd.GrowsToAsync(letters, (int)(input.Rows - collector.Counts.Accepted(Signal.Logs)));
        var ledger = await host.StopAsync();

        var dead = await FileEnd.ReadAsync(input, letters);
        Assert.Equal((0, 0), (ledger.DroppedBefore(Topology.Otlp), ledger.DroppedBefore(Letters)));
        Assert.Equal((input.Rows - collector.Counts.Accepted(Signal.Logs), 0), (dead.Distinct, dead.Again));
        Assert.InRange(dead.Distinct, 1, input.Rows - 1);
        Assert.Equal(collector.Counts.Accepted(Signal.Logs), ledger.Taken(Topology.Otlp));
        Assert.Equal(dead.Distinct, ledger.Taken(Letters));
    }

    public void Dispose() => _folder.Dispose();

    // What is refused is dropped by default when whoever collects it is slow: a sink must not wait for its letters. Here every one is counted.
    private static Topology WithLetters(Topology topology, string file) =>
        topology.Add($"sinks.{Letters}", $"type = \"file\"\npath = \"{file}\"\nwhen_full = \"block\"");
}
