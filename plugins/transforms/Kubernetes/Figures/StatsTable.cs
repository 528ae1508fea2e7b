namespace Pipeline.Transforms.Kubernetes.Figures;

/// <summary>The table <c>kubernetes_stats</c>: what the transform did since the row before, and what it knows now.</summary>
internal sealed class StatsTable(BatchOrigin origin)
{
    private static readonly (string Name, string Help, Instrument Instrument, Func<Counts, long> Read)[] Columns =
    [
        ("rows_pod", "Rows that went on as a pod's.", Instrument.Counter, c => c.Pod),
        ("rows_host", "Rows of processes and addresses of nodes and of no pod.", Instrument.Counter, c => c.Host),
        ("rows_unknown", "Rows of which nobody told in time whose they are.", Instrument.Counter, c => c.Unknown),
        ("rows_none", "Rows that had nothing to be looked up by.", Instrument.Counter, c => c.None),
        ("rows_remote", "Rows that went on with the name of the other end.", Instrument.Counter, c => c.Remote),
        ("waited", "Rows that waited and were told what they waited for.", Instrument.Counter, c => c.Answered),
        ("timed_out", "Rows that waited in vain.", Instrument.Counter, c => c.TimedOut),
        ("hurried", "Rows that could not wait as long as they should have, for want of memory.", Instrument.Counter, c => c.Hurried),
        ("changes", "Changes of the cluster taken in.", Instrument.Counter, c => c.Changes),
        ("lists", "Lists read: one a kind at the beginning, and one each time that a watch could not go on where it was.", Instrument.Counter, c => c.Lists),
        ("watches", "Watches begun.", Instrument.Counter, c => c.Watches),
        ("watches_cut", "Watches that broke or fell silent.", Instrument.Counter, c => c.Cut),
        ("failed_requests", "Requests to the server that came to nothing.", Instrument.Counter, c => c.Failures),
        ("skipped_objects", "Objects that could not be read, or for which there was no room.", Instrument.Counter, c => c.Skipped),
        ("forgotten_early", "Pods that were gone and were forgotten before their time, for want of room.", Instrument.Counter, c => c.ForgottenEarly),
        ("events_lost", "Beginnings and ends of processes and cgroups that the kernel could not tell of.", Instrument.Counter, c => c.EventsLost),
        ("waiting", "Rows that wait.", Instrument.Gauge, c => c.Waiting),
        ("pods", "Pods that are there.", Instrument.Gauge, c => c.Pods),
        ("pods_gone", "Pods that are gone and still known.", Instrument.Gauge, c => c.PodsGone),
        ("services", "Services that are known.", Instrument.Gauge, c => c.Services),
        ("nodes", "Nodes that are known.", Instrument.Gauge, c => c.Nodes),
    ];

    private Counts _told;
    private long _since;
    private ulong _sequence;

    public static TableSchema Schema { get; } = new(
        "kubernetes_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Help = "When it was told.", Heading = "" },
            new("start_time", ColumnType.Time) { Help = "Since when the counters count.", Heading = "" },
            .. Columns.Select(c => new ColumnSchema(c.Name, ColumnType.U64)
            {
                Help = c.Help,
                Unit = "1",
                Instrument = c.Instrument,
                Temporality = c.Instrument == Instrument.Counter ? Temporality.Delta : Temporality.Cumulative,
            }),
        ])
    {
        Help = "What the kubernetes transform did, and what it could not.",
        StartTimeColumn = "start_time",
    };

    /// <summary>From when on counters count.</summary>
    public void Begin(long now) => _since = now;

    /// <summary>Emits a row. Without memory for it there is none: the next one tells of it all.</summary>
    public void Emit(IEmitter emitter, in Counts counts, long now)
    {
        using var rows = new BatchBuilder(Schema, emitter.Arena, 1);
        RecordBatch batch;
        try
        {
            rows.AddRow();
            rows.Set(0, now);
            rows.Set(1, _since);
            for (var i = 0; i < Columns.Length; i++)
                rows.Set(2 + i, (ulong)(Columns[i].Read(counts) - (Columns[i].Instrument == Instrument.Counter ? Columns[i].Read(_told) : 0)));
            batch = rows.Build(origin, _sequence)!;
        }
        catch (ArenaExhaustedException)
        {
            return;
        }

        _sequence++;
        emitter.Emit(batch);
        emitter.Tally.Create(1);
        (_told, _since) = (counts, now);
    }
}
