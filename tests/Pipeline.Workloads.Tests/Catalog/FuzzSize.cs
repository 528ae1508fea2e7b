using System.Globalization;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>How many random inputs a run tries: PIPELINE_FUZZ, 100,000 by default.</summary>
internal static class FuzzSize
{
    internal static int Inputs { get; } = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);

    internal static Random Random { get; } = new(int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ_SEED") ?? "7", CultureInfo.InvariantCulture));
}
