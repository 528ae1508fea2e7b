namespace Pipeline.Matrix.Tests.Programs;

/// <summary>The programs of which something else is expected than of all.</summary>
internal static class Expectations
{
    internal static IReadOnlyList<Expectation> Special { get; } =
    [
        new("biosnoop")
        {
            MayDiffer = [new("flags", "a request that is first seen when it is queued may have been given `nomerge` by then")],
            MayMiss =
            [
                new(
                    "requests that ask for a flush and write nothing",
                    "they are neither queued nor issued, so that only block_io_start tells of them",
                    row => row.GetProperty("operation").GetString() == "write" && row.GetProperty("bytes").GetInt64() == 0),
            ],
        },
    ];
}
