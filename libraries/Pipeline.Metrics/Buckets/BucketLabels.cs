using System.Collections.Immutable;
using Pipeline.Metrics.Binding;

namespace Pipeline.Metrics.Buckets;

/// <summary>The bounds of a column's buckets in base units. Thread-safe.</summary>
internal sealed class BucketLabels
{
    // 2^-1075 is below the least double, 2^1024 above the greatest.
    private const int LeastExponent = -1075;
    private const int Exponents = 1024 - LeastExponent + 1;

    private readonly UnitConversion _unit;
    private readonly ImmutableArray<BucketLabel> _explicit;
    private readonly BucketLabel?[] _powers;

    public BucketLabels(UnitConversion unit, ImmutableArray<double> bounds)
    {
        _unit = unit;
        _explicit = [.. bounds.Select(Make)];
        _powers = new BucketLabel?[bounds.IsEmpty ? Exponents : 0];
    }

    /// <summary>An explicit histogram's bound.</summary>
    public BucketLabel At(int index) => _explicit[index];

    /// <summary>A power of two in the column's unit. Scrapes that make one at the same time make the same.</summary>
    public BucketLabel Power(int exponent) => _powers[Math.Clamp(exponent - LeastExponent, 0, Exponents - 1)] ??= Make(Math.ScaleB(1, exponent));

    private BucketLabel Make(double bound) => new(_unit.Convert(bound));
}
