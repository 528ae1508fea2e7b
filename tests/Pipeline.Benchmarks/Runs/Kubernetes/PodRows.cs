namespace Pipeline.Benchmarks.Runs.Kubernetes;

/// <summary>Batches of rows of pods: by the address of both ends, as a gateway has them, or by cgroup, as an agent has its own.</summary>
internal static class PodRows
{
    private const int RowsABatch = 1024;
    private const int Seed = 20267;

    internal static TableSchema Table { get; } = new(
        "calls",
        TableKind.Event,
        [new("time", ColumnType.Time), new("cgroup_id", ColumnType.U64), new("local_addr", ColumnType.Ip), new("remote_addr", ColumnType.Ip), new("latency_ns", ColumnType.Duration)]);

    /// <summary>Rows of pods at random.</summary>
    internal static RecordBatch[] ByAddress(Arena arena, int pods, int batches) => Build(arena, batches, new Random(Seed), "elsewhere", (builder, random) =>
    {
        builder.Set(2, PodCluster.Address(random.Next(pods)));
        builder.Set(3, PodCluster.Address(random.Next(pods)));
    });

    /// <summary>Rows of cgroups at random.</summary>
    internal static RecordBatch[] ByCgroup(Arena arena, IReadOnlyList<ulong> cgroups, int batches) =>
        Build(arena, batches, new Random(Seed), "here", (builder, random) => builder.Set(1, cgroups[random.Next(cgroups.Count)]));

    /// <summary>One row of each pod, in order.</summary>
    internal static RecordBatch OfEach(Arena arena, int pods)
    {
        using var builder = new BatchBuilder(Table, arena, pods);
        for (var pod = 0; pod < pods; pod++)
        {
            builder.AddRow();
            builder.Set(0, Now());
            builder.Set(2, PodCluster.Address(pod));
        }

        return builder.Build(new BatchOrigin("elsewhere", "sample", 1), 0)!;
    }

    private static RecordBatch[] Build(Arena arena, int batches, Random random, string host, Action<BatchBuilder, Random> fill)
    {
        using var builder = new BatchBuilder(Table, arena, RowsABatch);
        var built = new RecordBatch[batches];
        for (var i = 0; i < batches; i++)
        {
            for (var row = 0; row < RowsABatch; row++)
            {
                builder.AddRow();
                builder.Set(0, Now());
                fill(builder, random);
            }

            built[i] = builder.Build(new BatchOrigin(host, "sample", 1), (ulong)(i * RowsABatch))!;
        }

        return built;
    }

    private static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
