using System.Diagnostics;

namespace Pipeline.Benchmarks.Runs.Kubernetes;

/// <summary>The published kubernetes on one thread, with an API server in this process: rows by address and by cgroup, a list of 5,000 pods, and all of them replaced; and what 100,000 pods take.</summary>
internal sealed class KubernetesMeasurement : IMeasurement
{
    private const int Pods = 5_000;
    private const int Batches = 16;
    private const int Rounds = 3;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    // Rows are looked up at their own time; pods go on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "kubernetes";

    public async Task MeasureAsync(FigureTable figures)
    {
        PodMemory.Measure(figures);
        var cluster = await PodCluster.StartAsync(Pods).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            var emitter = new ReleasingEmitter();
            var clock = Stopwatch.GetTimestamp();
            var transform = PublishedTransform.Build(
                "Kubernetes", PodRows.Table, ("Api", cluster.Server.Url.ToString()), ("Wait", TimeSpan.Zero), ("Columns", (string[])["k8s_namespace_name", "k8s_pod_name", "k8s_pod_uid", "k8s_workload_name"]));
            await ((IStarting)transform).StartAsync(CancellationToken.None).ConfigureAwait(false);
            await NamedAsync(transform, cluster, emitter.Arena).ConfigureAwait(false);
            figures.Of($"kubernetes, {Pods} pods listed, from the start to the last row named", "s").Add(Stopwatch.GetElapsedTime(clock).TotalSeconds);
            Measure(figures, transform, emitter, $"kubernetes, rows by both addresses, {Pods} pods", PodRows.ByAddress(emitter.Arena, Pods, Batches));
            Measure(figures, transform, emitter, "kubernetes, rows by cgroup, 100 pods", PodRows.ByCgroup(emitter.Arena, cluster.CgroupIds, Batches));
            for (var round = 0; round < Rounds; round++)
            {
                clock = Stopwatch.GetTimestamp();
                cluster.ReplaceAll();
                await NamedAsync(transform, cluster, emitter.Arena).ConfigureAwait(false);
                figures.Of($"kubernetes, {Pods} pods replaced, server included, to the last row named anew", "s").Add(Stopwatch.GetElapsedTime(clock).TotalSeconds);
            }

            await ((IAsyncDisposable)transform).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Measure(FigureTable figures, ITransform transform, ReleasingEmitter emitter, string what, RecordBatch[] batches)
    {
        for (var round = 0; round <= Rounds; round++)
        {
            var rows = PublishedTransform.RowsASecond(transform, batches, emitter, Time) / 1e6;
            if (round > 0)
                figures.Of(what, "M rows/s").Add(rows);
        }

        foreach (var batch in batches)
            batch.Release();
    }

    private static async Task NamedAsync(ITransform transform, PodCluster cluster, Arena arena)
    {
        var clock = Stopwatch.GetTimestamp();
        var emitter = new NamingEmitter(arena, cluster.Pods);
        while (true)
        {
            var rows = PodRows.OfEach(arena, cluster.Pods);
            transform.Process(rows, emitter);
            rows.Release();
            if (emitter.Uids.SequenceEqual(cluster.Uids))
                return;
            if (Stopwatch.GetElapsedTime(clock) > Patience)
                throw new InvalidOperationException($"{emitter.Uids.Zip(cluster.Uids).Count(u => u.First != u.Second)} of {cluster.Pods} pods are not known");
            await Task.Delay(10).ConfigureAwait(false);
        }
    }
}
