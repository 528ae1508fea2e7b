using BenchmarkDotNet.Attributes;

namespace Pipeline.Benchmarks.Functions;

/// <summary>What adding one histogram to another costs: explicit, exponential in place, and exponential when the range must be made anew.</summary>
[MemoryDiagnoser]
public class HistogramBenchmarks
{
    private static readonly ColumnType Explicit = ColumnType.ExplicitHistogram([.. Enumerable.Range(0, 31).Select(i => Math.ScaleB(1, i))]);

    private readonly byte[] _explicit = Cell(32, 0);
    private readonly byte[] _fine = Cell(120, 3);
    private readonly byte[] _coarse = Cell(120, 2);
    private readonly byte[] _explicitTarget = new byte[HistogramMerge.TargetSize(Explicit)];
    private readonly byte[] _target = new byte[HistogramMerge.TargetSize(ColumnType.ExponentialHistogram)];

    [GlobalSetup]
    public void Setup()
    {
        HistogramMerge.Begin(_explicitTarget, Explicit);
        HistogramMerge.Begin(_target, ColumnType.ExponentialHistogram);
    }

    [Benchmark]
    public int AddExplicit() => Add(_explicitTarget, _explicit, Explicit);

    [Benchmark]
    public int AddExponentialInPlace() => Add(_target, _fine, ColumnType.ExponentialHistogram);

    [Benchmark]
    public int AddExponentialOfTwoScales()
    {
        HistogramMerge.Begin(_target, ColumnType.ExponentialHistogram);
        Add(_target, _fine, ColumnType.ExponentialHistogram);
        return Add(_target, _coarse, ColumnType.ExponentialHistogram);
    }

    private static int Add(byte[] target, byte[] cell, ColumnType type) =>
        HistogramCell.TryRead(cell, type, out var histogram) ? HistogramMerge.Add(target, histogram) : throw new InvalidOperationException("no cell");

    private static byte[] Cell(int buckets, int scale)
    {
        var cell = new byte[HistogramCell.SizeOf(buckets)];
        var counts = new ulong[buckets];
        Array.Fill(counts, 3ul);
        HistogramCell.Write(cell, new HistogramTotals(3ul * (ulong)buckets, 1, 1, 1), counts, scale);
        return cell;
    }
}
