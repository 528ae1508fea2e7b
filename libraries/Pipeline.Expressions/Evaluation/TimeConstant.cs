namespace Pipeline.Expressions.Evaluation;

/// <summary>A Unix time in nanoseconds, told on the batch's clock.</summary>
internal sealed class TimeConstant(long unixTime) : IntegerNumber
{
    public long UnixTime => unixTime;

    public override ulong Evaluate(in Window window, Span<long> values)
    {
        var time = (Int128)unixTime - window.Batch.UnixOffset;
        values.Fill(unchecked((long)time));
        return time >= long.MinValue && time <= long.MaxValue ? window.All : 0;
    }
}
