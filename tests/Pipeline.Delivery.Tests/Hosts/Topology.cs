using System.Text;
using Pipeline.Delivery.Tests.Ends;

namespace Pipeline.Delivery.Tests.Hosts;

/// <summary>A configuration: one file of JSON lines to several ends. Further keys of a table stand behind those that no test can do without.</summary>
/// <param name="folder">Where its files lie.</param>
/// <param name="stopDeadline">How long its stop may take: long enough for a starved machine, unless there is an end that would take all of it.</param>
internal sealed class Topology(TemporaryFolder folder, string stopDeadline = "3m")
{
    /// <summary>A stop deadline for hosts with an end that never takes anything.</summary>
    internal const string AtOnce = "500ms";

    // How long an end may take to answer, where no test is about that: as long as can be said, for a machine that stands still. What a client gives up on and sends again would be there twice.
    private const string ForKafka = "15m";
    private const string ForOtlp = "10m";

    internal const string Lines = "lines";
    internal const string Kafka = "kafka";
    internal const string File = "kept";
    internal const string Otlp = "otlp";

    /// <summary>Kafka's topic.</summary>
    internal const string Topic = "lines";

    /// <summary>Where the file sink writes, below the test's folder.</summary>
    internal const string Kept = "kept";

    private readonly StringBuilder _text = new($"""
        [pipeline]
        memory = "256MiB"
        data_dir = "{folder.Path("data")}"
        stop_deadline = "{stopDeadline}"

        """);

    /// <summary>A source of the lines of a file; it goes on reading what is appended.</summary>
    internal Topology From(string file) => Add($"sources.{Lines}", $"""
        type = "file"
        paths = ["{file}"]
        format = "json"
        """);

    internal Topology ToKafka(Brokers brokers, string more = "", string timeout = ForKafka) => Add($"sinks.{Kafka}", $"""
        type = "kafka"
        inputs = ["{Lines}"]
        brokers = "{brokers.Bootstrap}"
        topic = "{Topic}"
        compression = "lz4"
        timeout = "{timeout}"
        {more}
        """);

    internal Topology ToFile(string more = "", string? path = null) => Add($"sinks.{File}", $"""
        type = "file"
        inputs = ["{Lines}"]
        path = "{path ?? folder.Path($"{Kept}.jsonl")}"
        {more}
        """);

    /// <param name="endpoint">Where the collector is, or is not.</param>
    /// <param name="more">Further keys.</param>
    /// <param name="protocol">How it is spoken to.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    internal Topology ToOtlp(Uri endpoint, string more = "", string protocol = "http/protobuf", string timeout = ForOtlp) => Add($"sinks.{Otlp}", $"""
        type = "otlp"
        inputs = ["{Lines}"]
        endpoint = "{endpoint}"
        protocol = "{protocol}"
        timeout = "{timeout}"
        {more}
        """);

    /// <summary>Any table of the configuration.</summary>
    internal Topology Add(string table, string keys)
    {
        _text.Append($"\n[{table}]\n{keys}\n");
        return this;
    }

    /// <summary>Starts the host with it.</summary>
    internal HostRun Start(IEnumerable<string>? before = null) => HostRun.StartUnder(before ?? [], folder, "run", folder.Write("pipeline.toml", _text.ToString()));
}
