using System.Globalization;

namespace Pipeline.Delivery.Tests;

/// <summary>How much a test moves.</summary>
internal static class Size
{
    /// <summary>Rows of the large fan-out: PIPELINE_ROWS, 1,000,000 by default: more bytes than the host may have of memory.</summary>
    internal static int Rows { get; } = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_ROWS") ?? "1000000", CultureInfo.InvariantCulture);

    /// <summary>A tenth of that, where a test is about what happens and not about how much of it.</summary>
    internal static int SomeRows => Rows / 10;
}
