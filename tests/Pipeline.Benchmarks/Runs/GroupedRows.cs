using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Batches of rows whose processes come in no order, each as often as the others.</summary>
internal static class GroupedRows
{
    private const int Batches = 16;
    private const int Seed = 20263;

    /// <param name="arena">Where they lie.</param>
    /// <param name="processes">How many there are.</param>
    internal static RecordBatch[] Build(Arena arena, int processes)
    {
        var random = new Random(Seed);
        var batches = new RecordBatch[Batches];
        using var builder = new BatchBuilder(SampleRows.Table, arena, SampleRows.Rows);
        for (var i = 0; i < Batches; i++)
        {
            for (var row = 0; row < SampleRows.Rows; row++)
                Add(builder, random.Next(processes), random);
            batches[i] = builder.Build(new BatchOrigin("here", "sample", 1), (ulong)(i * SampleRows.Rows))!;
        }

        return batches;
    }

    private static void Add(BatchBuilder builder, int process, Random random)
    {
        builder.AddRow();
        builder.Set(0, 1_700_000_000_000_000_000L);
        builder.Set(1, (uint)process);
        builder.Set(2, Encoding.UTF8.GetBytes($"worker-{process % 100}"));
        // From a microsecond to a second, as latencies are spread.
        builder.Set(3, (long)Math.Pow(10, 3 + 6 * random.NextDouble()));
        builder.Set(4, (ulong)random.Next(64) * 4096);
        builder.Set(5, 0);
    }
}
