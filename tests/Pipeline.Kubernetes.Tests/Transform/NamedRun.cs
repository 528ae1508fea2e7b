using System.Text;
using Pipeline.Kubernetes.Tests.Cluster;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Kubernetes;

namespace Pipeline.Kubernetes.Tests.Transform;

/// <summary>A kubernetes transform with a feed of the test's, a clock that it sets, and rows that come from another machine unless they say otherwise.</summary>
internal sealed class NamedRun : IAsyncDisposable
{
    public static readonly TableSchema Connections = new("connections", TableKind.Event,
    [
        new("time", ColumnType.Time), new("conn_id", ColumnType.U64), new("pid", ColumnType.U32), new("start_ticks", ColumnType.U64), new("cgroup_id", ColumnType.U64),
        new("local_addr", ColumnType.Ip), new("remote_addr", ColumnType.Ip),
    ]);

    private readonly KubernetesTransform _transform;
    private readonly CollectingEmitter _emitter = new();
    private ulong _sequence;

    public NamedRun(KubernetesOptions? options = null, bool isListed = true, params TableSchema[] tables)
    {
        _transform = new KubernetesTransform(options ?? new KubernetesOptions(), new LentContext(Clock), (kinds, _, _) =>
        {
            Feed.Kinds = kinds;
            return Feed;
        });
        Tables = _transform.Bind(tables.Length > 0 ? tables : [Connections]);
        _transform.StartAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (isListed)
            Feed.ListAll();
    }

    public IReadOnlyList<TableSchema> Tables { get; }

    public ToldFeed Feed { get; } = new();

    public SetClock Clock { get; } = new();

    public Tally Tally => _emitter.Tally;

    public long Now => Clock.UnixNanoseconds;

    /// <summary>Rows that went on, since the last time this was read.</summary>
    public List<Dictionary<string, string>> Take(string table = "connections")
    {
        var rows = new List<Dictionary<string, string>>();
        foreach (var batch in _emitter.Batches.Where(b => b.Schema.Name == table))
            for (var row = 0; row < batch.Rows; row++)
                rows.Add(Read(batch, row));
        _emitter.Dispose();
        return rows;
    }

    /// <summary>A row; times are Unix time, as a gateway has them.</summary>
    public void Row(string local = "0.0.0.0", string remote = "0.0.0.0", long? time = null, ulong? connection = null)
    {
        using var rows = new BatchBuilder(Connections, _emitter.Arena, 1);
        rows.AddRow();
        rows.Set(0, time ?? Now);
        rows.Set(1, connection ?? 1_000 + _sequence);
        rows.Set(5, Bytes(local));
        rows.Set(6, Bytes(remote));
        var batch = rows.Build(new BatchOrigin("elsewhere", "sockets", 1), _sequence++)!;
        Process(batch);
    }

    public void Process(RecordBatch batch)
    {
        _transform.Process(batch, _emitter);
        batch.Release();
    }

    public void Flush() => _transform.Flush(_emitter);

    public void Finish()
    {
        _transform.Finish(_emitter);
        Flush();
    }

    public void Pass(double seconds)
    {
        Clock.Now += TimeSpan.FromSeconds(seconds);
        Flush();
    }

    public async ValueTask DisposeAsync()
    {
        await _transform.DisposeAsync();
        _emitter.Dispose();
    }

    private static byte[] Bytes(string address)
    {
        var bytes = new byte[16];
        Told.AddressKey(address).CopyTo(bytes);
        return bytes;
    }

    private static Dictionary<string, string> Read(RecordBatch batch, int row)
    {
        var cells = new Dictionary<string, string>();
        for (var i = 0; i < batch.Schema.Columns.Length; i++)
        {
            var column = batch.Schema.Columns[i];
            var cell = batch.Cell(i, row);
            cells[column.Name] = column.Type switch
            {
                { IsText: true } => Encoding.UTF8.GetString(batch.Text(i, row)),
                { Kind: ColumnKind.Enum } => column.Type.Names.Single(n => n.Value == batch.Cell(i, row)[0]).Name,
                { Kind: ColumnKind.U64 } => BitConverter.ToUInt64(cell).ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => Convert.ToHexString(cell),
            };
        }

        return cells;
    }
}
