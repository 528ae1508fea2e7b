using System.Globalization;
using Pipeline.Bpf.Rings;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The published containers on one thread: rows of cgroups made for it under names of containers, and rows of the machine's own processes, which name no cgroup.</summary>
internal sealed class ContainersMeasurement : IMeasurement
{
    private const int Rounds = 3;
    private const int Containers = 100;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    private static readonly TableSchema Table = new(
        "measured",
        TableKind.Event,
        [
            new ColumnSchema("time", ColumnType.Time),
            new ColumnSchema("pid", ColumnType.U32),
            new ColumnSchema("start_ticks", ColumnType.U64),
            new ColumnSchema("cgroup_id", ColumnType.U64),
        ]);

    public string Name => "containers";

    public async Task MeasureAsync(FigureTable figures)
    {
        var parent = Directory.CreateDirectory(Path.Join(Mount(), "docker", $"measured-{Environment.ProcessId}")).FullName;
        try
        {
            var cgroups = new ulong[Containers];
            for (var i = 0; i < Containers; i++)
            {
                var folder = Directory.CreateDirectory(Path.Join(parent, $"{i:x64}")).FullName;
                cgroups[i] = ulong.Parse(await Command.OutputOfAsync("stat", "--format=%i", folder).ConfigureAwait(false), CultureInfo.InvariantCulture);
            }

            var processes = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => char.IsAsciiDigit(n![0])).Select(n => uint.Parse(n!, CultureInfo.InvariantCulture)).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                await MeasureAsync(figures, "containers, 100 containers by cgroup", row => (0, cgroups[row % Containers])).ConfigureAwait(false);
                await MeasureAsync(figures, "containers, the machine's processes by number", row => (processes[row % processes.Length], 0)).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var folder in Directory.GetDirectories(parent))
                Directory.Delete(folder);
            Directory.Delete(parent);
        }
    }

    private static async Task MeasureAsync(FigureTable figures, string what, Func<int, (uint Pid, ulong Cgroup)> subject)
    {
        var emitter = new ReleasingEmitter();
        var transform = PublishedTransform.Build("Containers", Table);
        await ((IStarting)transform).StartAsync(CancellationToken.None).ConfigureAwait(false);
        var batch = Build(emitter.Arena, subject);
        PublishedTransform.RowsASecond(transform, [batch], emitter, Warming);
        figures.Of(what, "M rows/s").Add(PublishedTransform.RowsASecond(transform, [batch], emitter, Time) / 1e6);
        (transform as IDisposable)?.Dispose();
        batch.Release();
    }

    private static RecordBatch Build(Arena arena, Func<int, (uint Pid, ulong Cgroup)> subject)
    {
        using var builder = new BatchBuilder(Table, arena, SampleRows.Rows);
        for (var row = 0; row < SampleRows.Rows; row++)
        {
            var (pid, cgroup) = subject(row);
            builder.AddRow();
            builder.Set(0, BootClock.Now());
            builder.Set(1, pid);
            builder.Set(3, cgroup);
        }

        return builder.Build(new BatchOrigin("here", "measured", 1), 0, unixOffset: BootClock.UnixOffset())!;
    }

    private static string Mount() =>
        File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).FirstOrDefault(w => w[2] == "cgroup2")?[1] ?? throw new InvalidOperationException("no cgroup2 file system is mounted");
}
