namespace Pipeline.Benchmarks.Runs;

/// <summary>Where the things to measure lie.</summary>
internal static class Place
{
    internal static string Repository { get; } =
        Environment.GetEnvironmentVariable("PIPELINE_REPOSITORY") ?? throw new InvalidOperationException("PIPELINE_REPOSITORY is not set: start the report by run.sh");

    internal static string Installation => Path.Combine(Repository, "artifacts", "pipeline");

    internal static string Host => Path.Combine(Installation, "pipeline");

    internal static string Baseline => BaselineOf("ring_consume");

    internal static string HttpBaseline => BaselineOf("http_parse");

    internal static string RespBaseline => BaselineOf("resp_parse");

    internal static string KafkaBaseline => BaselineOf("kafka_produce");

    internal static string Flood => Program("flood");

    internal static string Series => Program("series");

    private static string BaselineOf(string name) => Path.Combine(Repository, "tests", "Pipeline.Benchmarks", "baseline", "build", name);

    private static string Program(string name) => Path.Combine(Repository, "tests", "Pipeline.Kernel.Tests", "programs", "build", $"{name}.bpf.o");

    /// <summary>A folder on the disk, not in memory: block requests are wanted.</summary>
    internal static string Scratch => Path.Combine(Repository, "artifacts");
}
