using System.Numerics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>An integer column between two constants.</summary>
internal sealed class IntegerRange<T>(int slot, T low, T width) : Predicate, ISingleInteger
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
{
    public override int Cost => 1;

    public ulong? Cell => T.IsZero(width) ? ulong.CreateTruncating(low) : null;

    public override ulong Test(in Window window, ulong candidates) =>
        Scan.Run<T, IntegerRangeTest<T>>(window.Column(slot), window.Count, candidates, new IntegerRangeTest<T>(low, width));
}
