using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Rings;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Transforms.Containers;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>The transform without a host, over the machine's own processes and cgroups.</summary>
internal sealed class ContainersRun : IComponentContext, IDisposable
{
    public static readonly ContainerColumn[] All = Enum.GetValues<ContainerColumn>();

    private static readonly TableSchema Table = new("rows", TableKind.Event,
        [new ColumnSchema("time", ColumnType.Time), new ColumnSchema("pid", ColumnType.U32), new ColumnSchema("start_ticks", ColumnType.U64), new ColumnSchema("cgroup_id", ColumnType.U64)]);

    private readonly ContainersTransform _transform;
    private readonly CollectingEmitter _emitter = new();

    public ContainersRun(StateFolder folder, params ContainerColumn[] columns)
    {
        Log = folder;
        Environment = new HostEnvironment("host", Installed.Home, TimeProvider.System);
        _transform = new ContainersTransform(new ContainersOptions
        {
            Columns = columns,
            Docker = [folder.Path("/var/lib/docker")],
            Containerd = [folder.Path("/run/containerd")],
            Storage = [folder.Path("/var/lib/containers/storage")],
        }, this);
        Output = _transform.Bind([Table])[0];
    }

    public string Name => "containers";

    public ILogger Log { get; }

    public HostEnvironment Environment { get; }

    public TableSchema Output { get; }

    public IReadOnlyList<Figure> Figures => _transform.ReadFigures();

    public async Task<ContainersRun> StartAsync()
    {
        await _transform.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Sends a row through; the added cells by name, without the empty ones.</summary>
    public Dictionary<string, string> Row(uint pid = 0, ulong startTicks = 0, ulong cgroup = 0, string host = "host", bool isUnixTime = false)
    {
        using var builder = new BatchBuilder(Table, _emitter.Arena, 1);
        builder.AddRow();
        var offset = BootClock.UnixOffset();
        builder.Set(0, isUnixTime ? BootClock.Now() + offset : BootClock.Now());
        builder.Set(1, pid);
        builder.Set(2, startTicks);
        builder.Set(3, cgroup);
        var batch = builder.Build(new BatchOrigin(host, "rows", 0), 0, unixOffset: isUnixTime ? 0 : offset)!;
        _transform.Process(batch, _emitter);
        batch.Release();
        var enriched = Assert.Single(_emitter.Batches);
        var cells = new Dictionary<string, string>();
        for (var i = Table.Columns.Length; i < enriched.Schema.Columns.Length; i++)
        {
            var column = enriched.Schema.Columns[i];
            var text = column.Type.IsText ? System.Text.Encoding.UTF8.GetString(enriched.Text(i, 0)) : $"{enriched.Column<uint>(i)[0]}";
            if (text is not ("" or "0"))
                cells.Add(column.Name, text);
        }

        enriched.Release();
        _emitter.Batches.Clear();
        return cells;
    }

    public void Flush() => _transform.Flush(_emitter);

    public void Dispose()
    {
        _transform.Dispose();
        Assert.Equal(0, _emitter.Arena.InUse);
    }
}
