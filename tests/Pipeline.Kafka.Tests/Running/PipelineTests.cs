using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Kafka.Tests.Support;

namespace Pipeline.Kafka.Tests.Running;

/// <summary>The sink in the installed host, between a file and brokers.</summary>
public sealed partial class PipelineTests : IDisposable
{
    private const int Lines = 50_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-kafka-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_line_of_a_file_arrives_through_brokers_that_come_and_go()
    {
        using var cluster = new MockCluster(3);
        // Each keeps 5 MiB: so many hold a whole run, and what comes twice, while nobody reads.
        cluster.CreateTopic("lines", 64);
        cluster.SetRoundTrip(100);
        var (config, ledger) = (Write("kafka.toml", Config($"brokers = \"{cluster.Addresses}\"\nkey = \"{{service}}\"")), Path.Combine(_folder, "ledger.json"));
        using var reader = new Kcat(cluster.Addresses, "lines");
        var run = Installed.RunAsync("run", config, "--ledger", ledger);
        for (var broker = 1; broker <= 3; broker++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            cluster.SetDown(broker);
            await Task.Delay(700, TestContext.Current.CancellationToken);
            cluster.SetUp(broker);
        }

        var (exitCode, error) = await run;
        Assert.True(exitCode == 0, error);
        var sink = Sink(ledger);
        Assert.Equal((Lines, Lines), (sink.GetProperty("in").GetInt32(), sink.GetProperty("out").GetInt32()));
        var records = await reader.WaitAsync(Lines, all => all.Select(r => r.Row).Distinct().Count());
        Assert.Equal(Lines, records.Select(r => r.Json.GetProperty("number").GetInt32()).Distinct().Count());
        // What came twice has the same identity, and no identity has two contents.
        Assert.Equal(Lines, records.Select(r => r.Row).Distinct().Count());
        Assert.Equal(Lines, records.Select(r => (r.Row, r.Value)).Distinct().Count());
    }

    [Fact]
    public async Task Brokers_in_the_process_say_where_they_are_and_that_they_keep_little()
    {
        var config = Write("kafka.toml", Config("brokers = \"embedded\"\nencoding = \"json_lines\"", "follow = true"));
        using var host = Installed.Start("run", config, "--for", "10m");
        try
        {
            var addresses = "";
            while (addresses.Length == 0 && await host.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                addresses = Said().Match(line).Groups["addresses"].Value;
            using var reader = new Kcat(addresses, "lines");
            // What the brokers still have of it.
            var records = await reader.WaitAsync(1);
            Assert.StartsWith("{\"table\":\"lines\"", records[0].Value, StringComparison.Ordinal);
            Assert.Contains("/lines/", records[0].Headers["pipeline.rows"], StringComparison.Ordinal);
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Mistakes_are_shown_at_their_place_with_what_was_probably_meant()
    {
        var config = Write("kafka.toml", Config("brokers = \"b\"\ntopic = \"logs.{servise}\"\n[sinks.kafka.librdkafka]\nlinger.msec = 5"));
        var (exitCode, error) = await Installed.RunAsync("validate", config);
        Assert.Equal(78, exitCode);
        Assert.Contains("kafka.toml:16:8: sinks.kafka.librdkafka.linger.msec: ", error, StringComparison.Ordinal);
        Assert.Contains("did you mean linger.ms?", error, StringComparison.Ordinal);
        Assert.Contains("kafka.toml:14:16: sinks.kafka.topic: the table lines has no column 'servise'; did you mean service?", error, StringComparison.Ordinal);
    }

    private static JsonElement Sink(string ledger)
    {
        var books = JsonDocument.Parse(File.ReadAllText(ledger)).RootElement;
        Assert.True(books.GetProperty("balanced").GetBoolean());
        return books.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "kafka");
    }

    private string Config(string sink, string source = "follow = false")
    {
        var lines = Write("lines.json", string.Concat(Enumerable.Range(0, Lines).Select(i => $"{{\"number\": {i}, \"service\": \"s{i % 97}\"}}\n")));
        return $"""
            [pipeline]
            data_dir = "{_folder}"
            [sources.lines]
            type = "file"
            paths = ["{lines}"]
            format = "json"
            columns = {"{"} number = "i64", service = "utf8" {"}"}
            open = false
            {source}
            [sinks.kafka]
            type = "kafka"
            inputs = ["lines"]
            {sink}
            """;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    [GeneratedRegex("for trying: they keep 5 MiB .* kcat -b (?<addresses>\\S+) ")]
    private static partial Regex Said();
}
