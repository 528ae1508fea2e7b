using System.Text;
using BenchmarkDotNet.Attributes;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;
using Pipeline.Sinks.PrometheusRemoteWrite.Snappy;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;
using Pipeline.Text;

namespace Pipeline.Benchmarks.Functions;

/// <summary>What a request of remote write costs, from rows to compressed bytes: 10,000 counters, a sample each.</summary>
[MemoryDiagnoser]
public class RemoteWriteBenchmarks
{
    private const int Series = 10_000;

    private static readonly TableSchema Table = new(
        "counts",
        TableKind.Metric,
        [
            new("comm", ColumnType.FixedUtf8(16)), new("pid", ColumnType.U32), new("disk", ColumnType.Utf8),
            new("bytes", ColumnType.U64) { Unit = "By", Instrument = Instrument.Counter, Help = "Bytes that it wrote." },
        ]);

    private readonly SnappyBlock _snappy = new();
    private readonly ByteBuffer _body = new(1 << 20);
    private readonly GatheredRows _rows = new();
    private readonly RequestOne _one = new();
    private readonly RequestTwo _two = new();
    private BatchBuilder _builder = null!;
    private RequestBuilder _requests = null!;

    [GlobalSetup]
    public void Setup()
    {
        var clock = new SeriesClock(TimeProvider.System, TimeSpan.FromMinutes(5));
        var index = new SeriesIndex(new TableBinding(Table, []), "here", new SeriesBudget(Series), new BirthOrder(), clock);
        _requests = new RequestBuilder(new Dictionary<TableSchema, RemoteTable> { [Table] = new(index, []) }, clock, new SeriesWriter(HistogramForm.Auto));
        _builder = new BatchBuilder(Table, new Arena(64 << 20), Series);
        for (var i = 0; i < Series; i++)
        {
            _builder.AddRow();
            _builder.Set(0, Encoding.ASCII.GetBytes($"worker-{i % 1000}"));
            _builder.Set(1, (uint)i);
            _builder.Set(2, "vda"u8);
            _builder.Set(3, 1_000_003UL * (ulong)i);
        }

        _rows.Open([_builder.Build(new BatchOrigin("here", "bench", 0), 0)!]);
    }

    [Benchmark(OperationsPerInvoke = Series)]
    public int VersionOne() => Make(_one);

    [Benchmark(OperationsPerInvoke = Series)]
    public int VersionTwo() => Make(_two);

    [GlobalCleanup]
    public void CleanUp() => _builder.Dispose();

    private int Make(RequestWriter request)
    {
        if (_requests.Build(_rows, 0, Series, request) != Series)
            throw new InvalidOperationException("the rows did not fit into a request");
        _requests.Commit();
        _body.Clear();
        _snappy.Compress(request.Finish(), _body);
        return _body.Length;
    }
}
