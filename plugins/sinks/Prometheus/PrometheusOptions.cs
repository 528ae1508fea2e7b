namespace Pipeline.Sinks.Prometheus;

/// <summary>What a <c>type = "prometheus"</c> sink can be told.</summary>
internal sealed record PrometheusOptions
{
    [Option("Where to serve: an address and a port. \":9435\" is every address of this machine, which lets everyone read who can reach it.")]
    public string Listen { get; init; } = "127.0.0.1:9435";

    [Option("The path under which the figures are.")]
    public string Path { get; init; } = "/metrics";

    [Option("Labels put on every series, such as { cluster = \"a\" }; values are strings, numbers or bools.")]
    public OptionTable Labels { get; init; } = OptionTable.Empty;

    [Option("Most series kept at a time, a histogram counting as one; rows that would make more are dropped as series_full.", Min = "1")]
    public int MaxSeries { get; init; } = 100_000;

    [Option("How long a series stays after its last row; longer than the interval at which its source reads it.", Min = "1s")]
    public TimeSpan Expire { get; init; } = TimeSpan.FromMinutes(5);
}
