using System.Diagnostics;
using System.Text.Json;
using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests;

/// <summary>A host that is killed every few seconds while it reads a file that grows to Kafka, and started again.</summary>
public sealed class KilledHostTests : IDisposable
{
    private const int Kill = 9;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public Task Every_line_arrives_and_those_that_come_again_keep_their_ids() => KillForAsync(TimeSpan.FromSeconds(12));

    [Fact]
    [Trait("size", "soak")]
    public Task Every_line_arrives_after_two_minutes_of_kills() => KillForAsync(TimeSpan.FromMinutes(2));

    public void Dispose() => _folder.Dispose();

    private async Task KillForAsync(TimeSpan time)
    {
        Needs.Host();
        var all = await Input.MakeAsync(_folder.Path("all.jsonl"), Size.SomeRows);
        var growing = _folder.Path("growing.jsonl");
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, all);
        var topology = new Topology(_folder).From(growing).ToKafka(brokers);
        // The last host has something to do: before it does that it would not hear that it is to end.
        var lastStarted = new TaskCompletionSource();
        var growth = Task.Run(() => GrowingFile.GrowAsync(all.File, growing, time, lastStarted.Task), TestContext.Current.CancellationToken);
        var random = new Random(42);
        var kills = 0;
        var start = Stopwatch.GetTimestamp();
        for (; !IsOver(); kills++)
        {
            using var host = topology.Start();
            // Anywhere, and somewhere behind its first rows, however long it took to come to those.
            if (kills % 2 == 0)
                await reader.MoreAsync(IsOver);
            await Task.Delay(random.Next(3000), TestContext.Current.CancellationToken);
            host.Process.Signal(Kill);
            Assert.Equal(128 + Kill, await host.Process.EndAsync());
        }

        using var last = topology.Start();
        lastStarted.SetResult();
        await growth;
        await reader.ReadAllAsync();
        var ledger = await last.StopAsync();
        var kafka = await reader.EndAsync();
        kafka.AssertAll("Kafka");
        kafka.AssertOwnIds();
        Assert.Equal(ledger.Source.Out, ledger.Component(Topology.Kafka).Out);
        // What had been settled is not told again: the last host read less than everything.
        Assert.InRange(ledger.Source.Out, 0, all.Rows - 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {kafka.Again} rows came again");

        bool IsOver() => Stopwatch.GetElapsedTime(start) >= time && HasSettledSome();
    }

    // The source's checkpoint says how far: the last host must not begin at the beginning.
    private bool HasSettledSome()
    {
        var checkpoint = Path.Combine(_folder.Path("data"), $"{Topology.Lines}.checkpoint");
        if (!File.Exists(checkpoint))
            return false;
        using var settled = JsonDocument.Parse(File.ReadAllBytes(checkpoint));
        return settled.RootElement.GetProperty("files").EnumerateArray().Any(file => file.GetProperty("offset").GetInt64() > 0);
    }
}
