using System.Numerics;

namespace Pipeline.Abstractions.Tests;

public sealed class ExponentialBucketTests
{
    [Fact]
    public void A_value_lands_in_the_bucket_that_whole_numbers_say_contains_it() => Cases.Run(20_000, random =>
    {
        var value = Positive(random);
        var scale = random.Next(ExponentialBucket.MinScale, 8);
        Assert.Equal(Exact(value, scale), ExponentialBucket.IndexOf(value, scale));
    });

    [Fact]
    public void A_value_lies_between_the_bounds_of_its_bucket() => Cases.Run(20_000, random =>
    {
        var value = Positive(random);
        var scale = random.Next(ExponentialBucket.MinScale, ExponentialBucket.MaxScale + 1);
        var index = ExponentialBucket.IndexOf(value, scale);
        const double Ulps = 1 + 1e-14;
        Assert.True(ExponentialBucket.LowerBound(index, scale) < value * Ulps, $"{value:R} is below bucket {index} of scale {scale}");
        Assert.True(ExponentialBucket.LowerBound(index + 1, scale) * Ulps >= value, $"{value:R} is above bucket {index} of scale {scale}");
    });

    [Fact]
    public void Powers_of_two_end_a_bucket_at_every_scale()
    {
        for (var scale = ExponentialBucket.MinScale; scale <= ExponentialBucket.MaxScale; scale++)
            for (var power = -1074; power < 1024; power++)
            {
                var value = Math.ScaleB(1, power);
                var index = ExponentialBucket.IndexOf(value, scale);
                Assert.Equal(scale >= 0 ? ((long)power << scale) - 1 : (power - 1) >> -scale, index);
                if (scale >= 0)
                    Assert.Equal(value, ExponentialBucket.LowerBound(index + 1, scale));
            }
    }

    [Fact]
    public void Beside_a_bound_a_value_is_at_most_one_bucket_off() => Cases.Run(5_000, random =>
    {
        var scale = random.Next(1, 8);
        var bound = ExponentialBucket.LowerBound(random.Next(-1000, 1000), scale);
        foreach (var value in new[] { Math.BitDecrement(bound), bound, Math.BitIncrement(bound) })
            Assert.InRange(ExponentialBucket.IndexOf(value, scale) - Exact(value, scale), -1, 1);
    });

    [Fact]
    public void Two_neighbours_are_one_bucket_of_the_scale_below() => Cases.Run(20_000, random =>
    {
        var value = Positive(random);
        var scale = random.Next(ExponentialBucket.MinScale + 1, 8);
        Assert.Equal(ExponentialBucket.IndexOf(value, scale - 1), ExponentialBucket.IndexOf(value, scale) >> 1);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Values_without_a_bucket_are_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExponentialBucket.IndexOf(value, 0));

    [Theory]
    [InlineData(21)]
    [InlineData(-11)]
    public void Scales_that_are_none_are_refused(int scale)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExponentialBucket.IndexOf(1, scale));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExponentialBucket.LowerBound(1, scale));
    }

    private static double Positive(Random random)
    {
        // Any bits, so subnormals and the greatest come too; or a number as people measure them.
        var value = random.Next(2) == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64()) : Math.Exp(random.NextDouble() * 40 - 10);
        return value > 0 && double.IsFinite(value) ? value : 1.5;
    }

    /// <summary>The index i with 2^(i / 2^scale) &lt; value &lt;= 2^((i + 1) / 2^scale), by raising the value to 2^scale in whole numbers.</summary>
    private static int Exact(double value, int scale)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (exponent, mantissa) = ((int)(bits >> 52), bits & ((1L << 52) - 1));
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
        var power = BigInteger.Pow(mantissa, 1 << Math.Max(scale, 0));
        var log2 = (long)power.GetBitLength() - (power.IsPowerOfTwo ? 1 : 0) + ((long)exponent << Math.Max(scale, 0));
        return (int)((log2 - 1) >> Math.Max(-scale, 0));
    }
}
