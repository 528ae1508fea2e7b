using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>The sink in the published host, which tries again what it says may be tried again.</summary>
public sealed partial class HostTests : IDisposable
{
    private const int Rows = 20_000;

    // No request is sent twice because the machine does much else.
    private const string Patiently = "timeout = \"5m\"";

    private readonly TemporaryFolder _folder = new();

    public HostTests() => Needs.Host();

    public static TheoryData<string> Protocols => ["grpc", "http/protobuf"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_row_arrives_through_failures_of_all_kinds(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync(new CollectorOptions { LargestMessage = 300_000 });
        var random = new Random(20260131);
        Answer[] failures = protocol == "grpc"
            ? [Answer.Close, Answer.Half, Answer.Garbage, Answer.Hang, Answer.Http(502), Answer.Grpc(14), Answer.Grpc(8).WithRetryInfo(TimeSpan.FromMilliseconds(30))]
            : [Answer.Close, Answer.Half, Answer.Garbage, Answer.Hang, Answer.Http(502), Answer.Http(504), Answer.Http(429)];
        var taken = new ConcurrentBag<ReceivedRequest>();
        collector.Script = request =>
        {
            lock (random)
                if (random.Next(3) == 0)
                    return failures[random.Next(failures.Length)];
            taken.Add(request);
            return Answer.Success;
        };

        using var run = HostRun.Start(_folder, "run", Configuration(collector, protocol, "timeout = \"2s\""));
        var ledger = await run.EndAsync();

        // On a starved machine a success may come too late, so that its rows are sent once more.
        Assert.Equal(Rows, taken.SelectMany(request => Row().Matches(System.Text.Encoding.UTF8.GetString(request.Message.Span)).Select(match => match.Value)).Distinct().Count());
        Assert.Equal((Rows, Rows, 0), (ledger.Sink.In, ledger.Sink.Out, ledger.Sink.Dropped.Count));
        Assert.True(collector.Counts.Rows(Signal.Logs) > Rows, "nothing was sent twice: no failure was tried");
        Assert.Equal(0, collector.Counts.Broken);
    }

    [Fact]
    public async Task A_receiver_that_is_there_late_gets_everything()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await collector.PauseAsync();
        using var run = HostRun.Start(_folder, "run", Configuration(collector, "grpc", Patiently));
        await run.Process.Errors.WaitForAsync("the other end of otel is gone (unreachable)");

        await collector.ResumeAsync();
        var ledger = await run.EndAsync();

        Assert.Equal((Rows, Rows), (ledger.Sink.Out, collector.Counts.Accepted(Signal.Logs)));
        // What the sink heard, that it is gone and that it is back.
        Assert.Equal(3, run.Process.Errors.All.Count(line => line.Contains(" otel: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_refused_for_good_goes_to_who_takes_it()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Script = _ => Answer.Grpc(16, "who are you?");
        var refused = _folder.Path("refused.jsonl");
        var configuration = Configuration(
            collector,
            "grpc",
            $"""
            on_reject = "refused"

            [sinks.refused]
            type = "file"
            path = "{refused}"
            when_full = "block"
            """);

        using var run = HostRun.Start(_folder, "run", configuration);
        await run.EndAsync();

        Assert.Contains("says unauthenticated: who are you?", run.Process.Errors.Text, StringComparison.Ordinal);
        var lines = File.ReadLines(refused).ToArray();
        Assert.Equal(Rows, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"reject_reason\":\"unauthenticated\"", line.Replace(": ", ":", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partial_success_is_in_the_ledger()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Next(Answer.Partial(17, "too old"));

        using var run = HostRun.Start(_folder, "run", Configuration(collector, "http/json", Patiently));
        var ledger = await run.EndAsync();

        Assert.Equal((Rows - 17, 17), (ledger.Sink.Out, ledger.Sink.Dropped["partial_success"]));
        Assert.Equal(Rows - 17, collector.Counts.Accepted(Signal.Logs));
    }

    [Fact]
    public async Task A_variable_that_cannot_be_is_a_mistake_that_validate_tells()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var answer = await HostAnswer.AskUnderAsync(["env", "OTEL_EXPORTER_OTLP_COMPRESSION=zip"], "validate", Configuration(collector, "grpc"));

        Assert.Equal(78, answer.Code);
        Assert.Contains("sinks.otel: environment variable OTEL_EXPORTER_OTLP_COMPRESSION: not a compression (got 'zip', expected none or gzip)", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("needs", "root")]
    public async Task The_pipeline_of_this_repository_sends_logs_and_metrics()
    {
        Needs.Root();
        await using var collector = await OtlpCollector.StartAsync();
        var pipeline = Path.Combine(Installed.Home, "pipelines", "otlp.toml");
        using var run = HostRun.StartUnder(["env", $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Grpc}"], _folder, "run", pipeline);
        await run.AttachedAsync();
        while (collector.Counts.Accepted(Signal.Logs) == 0 || collector.Counts.Accepted(Signal.Metrics) == 0)
        {
            Assert.True(run.SinceStart < Patience.ForAnything, run.Process.Errors.Text);
            await RunningProcess.RunAsync("/bin/true");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var ledger = await run.StopAsync();

        var sink = ledger.Components.Single(component => component.Name == "otel");
        Assert.Equal((sink.In, 0), (sink.Out, sink.Dropped.Count));
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("row [0-9]+ of")]
    private static partial Regex Row();

    private string Configuration(OtlpCollector collector, string protocol, string more = "")
    {
        File.WriteAllLines(_folder.Path("in.jsonl"), Enumerable.Range(0, Rows).Select(i => $$"""{"number": {{i}}, "message": "row {{i}} of those that are sent"}"""));
        return _folder.Write("pipeline.toml", $"""
            [pipeline]
            data_dir = "{_folder.Path("data")}"

            [sources.lines]
            type = "file"
            paths = ["{_folder.Path("in.jsonl")}"]
            format = "json"
            follow = false

            [sinks.otel]
            type = "otlp"
            inputs = ["lines"]
            endpoint = "{(protocol == "grpc" ? collector.Grpc : collector.Http)}"
            protocol = "{protocol}"
            batch = {"{"} rows = 2000, time = "50ms" {"}"}
            retry = {"{"} initial = "5ms", max = "200ms" {"}"}
            {more}
            """);
    }
}
