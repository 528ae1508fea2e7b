namespace Pipeline.Expressions.Evaluation;

/// <summary>A float column between two constants.</summary>
internal sealed class FloatRange(int slot, double low, double high) : Predicate
{
    public override int Cost => 1;

    public override ulong Test(in Window window, ulong candidates) =>
        Scan.Run<double, FloatRangeTest>(window.Column(slot), window.Count, candidates, new FloatRangeTest(low, high));
}
