namespace Pipeline.Expressions.Evaluation;

/// <summary>A constant of the i64 or u64 range.</summary>
internal sealed class IntegerConstant(Int128 value) : IntegerNumber
{
    public Int128 Value => value;

    public override bool Unsigned => value > long.MaxValue;

    /// <summary>The constant as 64 bits.</summary>
    public long Bits => unchecked((long)value);

    public override ulong Evaluate(in Window window, Span<long> values)
    {
        values.Fill(Bits);
        return window.All;
    }
}
