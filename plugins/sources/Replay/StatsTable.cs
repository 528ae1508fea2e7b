namespace Pipeline.Sources.Replay;

/// <summary>The table <c>replay_stats</c>: what a replay of packets met that is no row, since it began.</summary>
internal static class StatsTable
{
    private static readonly (string Name, string Unit, string Help, Func<ReplayCounts, long> Read)[] Figures =
    [
        ("packets", "1", "Packets read.", c => c.Packets),
        ("other_packets", "1", "Packets of neither TCP nor UDP.", c => c.Other),
        ("connections", "1", "TCP connections and UDP flows that got a number.", c => c.Connections),
        ("gaps", "1", "Places where a stream goes on behind bytes that were not seen.", c => c.Gaps),
        ("gap_bytes", "By", "Bytes that were not seen.", c => c.GapBytes),
        ("forced_gaps", "1", "Gaps that might have closed, had there been memory to wait.", c => c.Forced),
        ("forgotten_connections", "1", "Connections closed because there were too many.", c => c.Evicted),
        ("emptied_rows", "1", "Rows whose payload found no memory: their size tells what is missing.", c => c.Emptied),
    ];

    public static TableSchema Schema { get; } = new(
        "replay_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Unit = "ns", Help = "When it was told.", Heading = "" },
            new("start_time", ColumnType.Time) { Unit = "ns", Help = "When the replay began.", Heading = "" },
            .. Figures.Select(f => new ColumnSchema(f.Name, ColumnType.U64)
            {
                Unit = f.Unit,
                Help = f.Help,
                Instrument = Instrument.Counter,
                Temporality = Temporality.Cumulative,
            }),
        ])
    {
        Help = "What a replay of packets met beside connections and their bytes.",
        StartTimeColumn = "start_time",
    };

    /// <summary>Sets the last row.</summary>
    public static void Write(BatchBuilder rows, ReplayCounts counts, long start, long now)
    {
        rows.Set(0, now);
        rows.Set(1, start);
        for (var i = 0; i < Figures.Length; i++)
            rows.Set(2 + i, (ulong)Figures[i].Read(counts));
    }
}
