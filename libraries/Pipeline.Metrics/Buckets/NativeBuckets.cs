using Pipeline.Metrics.Binding;

namespace Pipeline.Metrics.Buckets;

/// <summary>
/// An exponential histogram's buckets as Prometheus' native ones: bucket i of a schema holds (base^(i-1), base^i] in the base unit. Buckets in another unit begin
/// elsewhere: they go to the nearest, so that a bound is off by half a bucket at most.
/// </summary>
internal sealed class NativeBuckets
{
    public const int MinSchema = -4;
    public const int MaxSchema = 8;

    private int[] _indices = new int[HistogramMerge.MaxBuckets];
    private ulong[] _counts = new ulong[HistogramMerge.MaxBuckets];

    public int Schema { get; private set; }

    /// <summary>Buckets that hold something.</summary>
    public int Length { get; private set; }

    public int Index(int i) => _indices[i];

    public ulong Count(int i) => _counts[i];

    public void Fill(HistogramCell cell, UnitConversion unit)
    {
        Schema = Math.Clamp(cell.Scale, MinSchema, MaxSchema);
        Length = 0;
        if (_indices.Length < cell.Counts.Length)
            (_indices, _counts) = (new int[cell.Counts.Length], new ulong[cell.Counts.Length]);
        var shift = (long)Math.Round(Math.ScaleB(Math.Log2(unit.Multiply / unit.Divide), cell.Scale));
        for (var i = 0; i < cell.Counts.Length; i++)
        {
            if (cell.Counts[i] == 0)
                continue;
            var index = (int)AtSchema(cell.Offset + i + shift, cell.Scale) + 1;
            if (Length == 0 || _indices[Length - 1] != index)
                (_indices[Length], _counts[Length++]) = (index, 0);
            _counts[Length - 1] += cell.Counts[i];
        }
    }

    // Buckets coarser than the coarsest schema go to the last of those they are made of.
    private static long AtSchema(long index, int scale) => scale switch
    {
        > MaxSchema => index >> (scale - MaxSchema),
        < MinSchema => ((index + 1) << (MinSchema - scale)) - 1,
        _ => index,
    };
}
