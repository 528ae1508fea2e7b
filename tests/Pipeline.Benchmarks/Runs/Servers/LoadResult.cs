namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>What a load generator did.</summary>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Seconds">In how long.</param>
/// <param name="Microseconds">How long each took, in ascending order.</param>
internal sealed record LoadResult(long Requests, double Seconds, double[] Microseconds)
{
    internal double P99 => Microseconds[(int)(Microseconds.Length * 0.99)];
}
