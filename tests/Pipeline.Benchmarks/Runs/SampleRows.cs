namespace Pipeline.Benchmarks.Runs;

/// <summary>A batch such as a block I/O program makes: every tenth row is slow, every second is nginx's.</summary>
internal static class SampleRows
{
    internal const int Rows = 4096;

    internal static TableSchema Table { get; } = new(
        "sample",
        TableKind.Event,
        [
            new ColumnSchema("time", ColumnType.Time),
            new ColumnSchema("pid", ColumnType.U32),
            new ColumnSchema("comm", ColumnType.FixedUtf8(16)),
            new ColumnSchema("latency_ns", ColumnType.Duration) { Unit = "ns" },
            new ColumnSchema("bytes", ColumnType.U64) { Unit = "By" },
            new ColumnSchema("error", ColumnType.I32),
        ]);

    /// <param name="arena">Where.</param>
    /// <param name="pod">Which pod a row is of; null: the table has no such columns.</param>
    internal static RecordBatch Build(Arena arena, Func<int, int>? pod = null)
    {
        var table = pod is null ? Table : PodColumns.On(Table);
        using var builder = new BatchBuilder(table, arena, Rows);
        for (var row = 0; row < Rows; row++)
        {
            builder.AddRow();
            builder.Set(0, 1_700_000_000_000_000_000L + row * 1_234_567L);
            builder.Set(1, (uint)(1000 + row % 7));
            builder.Set(2, row % 2 == 0 ? "nginx"u8 : "kworker/0:1"u8);
            builder.Set(3, row % 10 == 0 ? 1_500_000L + row : 40_000L + row);
            builder.Set(4, (ulong)(row % 64) * 4096);
            builder.Set(5, 0);
            if (pod is not null)
                PodColumns.Set(builder, table, pod(row));
        }

        return builder.Build(new BatchOrigin("here", "sample", 1), 0)!;
    }
}
