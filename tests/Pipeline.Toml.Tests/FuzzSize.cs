using System.Globalization;

namespace Pipeline.Toml.Tests;

/// <summary>How many random inputs a run tries: PIPELINE_FUZZ, 100,000 by default.</summary>
internal static class FuzzSize
{
    public static int Inputs { get; } =
        int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
}
