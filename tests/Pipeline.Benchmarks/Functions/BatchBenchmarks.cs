using BenchmarkDotNet.Attributes;

namespace Pipeline.Benchmarks.Functions;

/// <summary>What reading a column and compacting after a filter cost a row: 64-byte rows, 8,192 a batch.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    private const int Rows = 8192;

    private readonly Arena _arena = new(64 << 20);
    private readonly int[] _half = [.. Enumerable.Range(0, Rows).Where(r => r % 2 == 0)];
    private readonly int[] _runs = [.. Enumerable.Range(0, Rows).Where(r => r % 64 != 0)];
    private RecordBatch _batch = null!;

    [GlobalSetup]
    public void Setup()
    {
        var columns = Enumerable.Range(0, 8).Select(i => new ColumnSchema($"c{i}", ColumnType.I64));
        using var builder = new BatchBuilder(new TableSchema("t", TableKind.Event, [.. columns]), _arena, Rows);
        for (long row = 0; row < Rows; row++)
        {
            builder.AddRow();
            builder.Set(3, row);
        }

        _batch = builder.Build(new BatchOrigin("host", "source", 0), 0)!;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ScanColumn()
    {
        var column = _batch.Column<long>(3);
        long sum = 0;
        for (var row = 0; row < column.Count; row++)
            sum += column[row];
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void TakeEveryOther() => _batch.Take(_half, _arena).Release();

    [Benchmark(OperationsPerInvoke = Rows)]
    public void TakeAllButOneIn64() => _batch.Take(_runs, _arena).Release();
}
