using Pipeline.Delivery.Tests.Ends;
using Pipeline.Delivery.Tests.Hosts;
using Pipeline.Delivery.Tests.Rows;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Delivery.Tests;

/// <summary>Ends that hang, answer nonsense, limit the rate, answer slowly or have no room, each beside one that is well.</summary>
public sealed class HostileEndTests : IDisposable
{
    private const string Drop = "when_full = \"drop_newest\"";
    private const string ShortWaits = $"{Drop}\nretry = {{ max = \"200ms\" }}";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("hang")]
    [InlineData("close")]
    [InlineData("half")]
    [InlineData("garbage")]
    [InlineData("endless")]
    [InlineData("503")]
    public async Task A_collector_that_answers_badly_delays_no_sibling_and_its_rows_are_counted(string badly)
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        await using var collector = await OtlpCollector.StartAsync(new CollectorOptions { KeepsRequests = false });
        collector.Script = _ => badly switch
        {
            "hang" => Answer.Hang,
            "close" => Answer.Close,
            "half" => Answer.Half,
            "garbage" => Answer.Garbage,
            "endless" => Answer.Endless,
            _ => Answer.Http(503, "out for lunch"),
        };
        var kept = _folder.Path("kept.jsonl");
        using var host = new Topology(_folder, Topology.AtOnce).From(input.File).ToFile(path: kept).ToOtlp(collector.Http, ShortWaits, timeout: "500ms").Start();
        await FileEnd.GrowsToAsync(kept, input.Rows);
        await host.TookAsync(Topology.File, input.Rows);
        await host.SaysAsync(Topology.Otlp, "is gone");
        // It may be gone for attempts that ran out of time before the collector saw any of them.
        await CollectedLogs.UntilAsync(() => collector.Counts.Requests, 1);
        var ledger = await host.StopAsync();

        (await FileEnd.ReadAsync(input, kept)).AssertEachOnce("the file");
        Assert.InRange(collector.Counts.Requests, 1, long.MaxValue);
        var otlp = ledger.Component(Topology.Otlp);
        Assert.Equal((input.Rows, 0), (ledger.Component(Topology.File).Out, otlp.Out));
        Assert.Equal(input.Rows, ledger.DroppedBefore(Topology.Otlp));
        Assert.InRange(host.LogOf(Topology.Otlp).Length, 1, 3 + (int)host.SinceStart.TotalMinutes);
    }

    [Fact]
    public async Task A_collector_that_limits_the_rate_gets_everything_at_its_own_pace()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        await using var collector = await OtlpCollector.StartAsync(new CollectorOptions { KeepsRequests = false });
        // However slow the host is, it comes too often as long as the limit's time stands still.
        var time = new HeldTime();
        var limit = new RateLimit(burst: 5, perSecond: 10, time);
        collector.Script = request =>
        {
            var answer = limit.Next(request);
            if (limit.Refused > 0)
                time.Go();
            return answer;
        };
        using var host = new Topology(_folder).From(input.File).ToOtlp(collector.Http).Start();
        await CollectedLogs.CountAsync(collector, input.Rows);
        var ledger = await host.StopAsync();
        Assert.InRange(limit.Refused, 1, long.MaxValue);
        Assert.Equal((input.Rows, input.Rows, 0), (ledger.Source.Out, ledger.Component(Topology.Otlp).Out, ledger.DroppedBefore(Topology.Otlp)));
        Assert.Equal(input.Rows, collector.Counts.Accepted(Signal.Logs));
    }

    [Fact]
    public async Task Slow_brokers_do_not_slow_a_file_that_drops_nothing()
    {
        Needs.Host();
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        await brokers.SlowAsync(TimeSpan.FromSeconds(2));
        var kept = _folder.Path("kept.jsonl");
        using var host = new Topology(_folder, "5s").From(input.File).ToFile(path: kept).ToKafka(brokers, Drop).Start();
        await FileEnd.GrowsToAsync(kept, input.Rows);
        await host.TookAsync(Topology.File, input.Rows);
        var ledger = await host.StopAsync();
        (await FileEnd.ReadAsync(input, kept)).AssertEachOnce("the file");
        Assert.Equal(input.Rows, ledger.Component(Topology.File).Out);
        Assert.Equal(input.Rows, ledger.Component(Topology.Kafka).Out + ledger.DroppedBefore(Topology.Kafka));
    }

    [Fact]
    [Trait("needs", "root")]
    public async Task A_full_disk_beside_Kafka_costs_Kafka_nothing_and_the_file_goes_on_when_there_is_room()
    {
        Needs.Root("unshare", "nsenter", "mount");
        var input = await Input.MakeAsync(_folder.Path("input.jsonl"), Size.SomeRows);
        using var brokers = await Brokers.StartAsync(Topology.Topic);
        using var reader = await KafkaReader.StartAsync(brokers, Topology.Topic, input);
        var disk = _folder.Path("disk");
        Directory.CreateDirectory(disk);
        string[] small = ["unshare", "--mount", "sh", "-c", $"mount -t tmpfs -o size=4m none {disk} && exec \"$@\"", "sh"];
        var kept = Path.Combine(disk, "kept.jsonl");
        using var host = new Topology(_folder).From(input.File).ToKafka(brokers).ToFile("when_full = \"drop_newest\"", kept).Start(small);
        await reader.ReadAllAsync();
        await host.SaysAsync(Topology.File, "is gone (disk_full)");
        await RunningProcess.RunAsync("nsenter", $"--mount=/proc/{host.Process.Id}/ns/mnt", "mount", "-o", "remount,size=1g", disk);
        await host.SaysAsync(Topology.File, "is back");
        var seen = $"/proc/{host.Process.Id}/root{kept}";
        var before = _folder.Path("copy.jsonl");
        File.Copy(seen, before);
        await FileEnd.EndAtLineAsync(before);
        var ledger = await host.StopAsync();

        (await reader.EndAsync()).AssertEachOnce("Kafka");
        Assert.Equal(input.Rows, ledger.Component(Topology.Kafka).Out);
        Assert.Equal(input.Rows, ledger.Component(Topology.File).Out + ledger.DroppedBefore(Topology.File));
        var written = await FileEnd.ReadAsync(input, before);
        Assert.InRange(written.Distinct, 1, (int)ledger.Component(Topology.File).Out);
        Assert.Equal(0, written.Again);
    }

    public void Dispose() => _folder.Dispose();
}
