using System.Globalization;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>How much is tried: <c>PIPELINE_FUZZ</c> and <c>PIPELINE_FUZZ_SEED</c>, as in the other projects.</summary>
internal static class Fuzz
{
    /// <summary>Rows that are compared with what the decoder says: it is slow.</summary>
    public static int Rows { get; } = Math.Clamp(Number("PIPELINE_FUZZ", 100_000) / 20, 1, 100_000);

    /// <summary>A source of random numbers of a test's own.</summary>
    public static Random Random(int seed) => new(seed + Number("PIPELINE_FUZZ_SEED", 0));

    private static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
