namespace Pipeline.Expressions.Evaluation;

/// <summary>A time column between two Unix times: each batch says how far its clock is from that.</summary>
internal sealed class TimeRange(int slot, Int128 low, Int128 high) : Predicate
{
    public override int Cost => 1;

    public override ulong Test(in Window window, ulong candidates)
    {
        var first = Int128.Max(low - window.Batch.UnixOffset, long.MinValue);
        var last = Int128.Min(high - window.Batch.UnixOffset, long.MaxValue);
        if (first > last)
            return 0;
        var test = new IntegerRangeTest<ulong>(unchecked((ulong)(long)first), (ulong)(last - first));
        return Scan.Run<ulong, IntegerRangeTest<ulong>>(window.Column(slot), window.Count, candidates, test);
    }
}
