using Pipeline.Http;

namespace Pipeline.Sinks.PrometheusRemoteWrite;

/// <summary>What a <c>type = "prometheus_remote_write"</c> sink can be told.</summary>
internal sealed record PrometheusRemoteWriteOptions : HttpOptions
{
    [Option("Where to write, such as \"http://127.0.0.1:9090/api/v1/write\".")]
    public required string Url { get; init; }

    [Option("The protocol's version: \"1\", \"2\", or \"auto\", which tries 2 and does with 1 where the receiver does not take it.")]
    public string Version { get; init; } = "auto";

    [Option("How exponential histograms are written: as native ones, as classic ones with buckets at powers of two, or by itself: native with version 2.")]
    public HistogramForm Histograms { get; init; } = HistogramForm.Auto;

    [Option("Labels put on every series, such as { job = \"pipeline\", instance = \"web-1\" }; values are strings, numbers or bools.")]
    public OptionTable Labels { get; init; } = OptionTable.Empty;

    [Option("Most series known at a time, a histogram counting as one; rows that would make more are dropped as series_full.", Min = "1")]
    public int MaxSeries { get; init; } = 100_000;

    [Option("How long after its last row a series is over, which the receiver is told; longer than the interval at which its source reads it.", Min = "1s")]
    public TimeSpan Expire { get; init; } = TimeSpan.FromMinutes(5);
}
