namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>The times of a sample.</summary>
/// <param name="Time">When it was true, in Unix milliseconds.</param>
/// <param name="Start">Since when it counts, in Unix milliseconds; 0: unknown, or it does not count.</param>
internal readonly record struct SampleTimes(long Time, long Start);
