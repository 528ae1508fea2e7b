using System.Collections.Immutable;

namespace Pipeline.Abstractions.Tests;

public sealed class ColumnTypeTests
{
    public static TheoryData<double[]> BadBounds => new([], [1, 1], [2, 1], [double.NaN], [1, double.PositiveInfinity], [double.NegativeInfinity, 1], [1, double.NaN]);

    [Theory]
    [MemberData(nameof(BadBounds))]
    public void Bounds_that_no_value_can_be_sorted_by_are_refused(double[] bounds) =>
        Assert.Throws<ArgumentException>(() => ColumnType.ExplicitHistogram([.. bounds]));

    [Fact]
    public void Bounds_that_were_never_made_are_refused() =>
        Assert.Throws<ArgumentException>(() => ColumnType.ExplicitHistogram(default));

    [Fact]
    public void Types_compare_by_content()
    {
        ImmutableArray<EnumName> names = [new("a", 1), new("b", 2)];
        Assert.Equal(ColumnType.Enum(4, true, names), ColumnType.Enum(4, true, [.. names]));
        Assert.NotEqual(ColumnType.Enum(4, true, names), ColumnType.Enum(4, false, names));
        Assert.NotEqual(ColumnType.Enum(4, false, names), ColumnType.Flags(4, names));
        Assert.NotEqual(ColumnType.Enum(4, true, names), ColumnType.Enum(4, true, names.Reverse().ToImmutableArray()));
        Assert.Equal(ColumnType.ExplicitHistogram([1, 2]), ColumnType.ExplicitHistogram([1, 2]));
        Assert.NotEqual(ColumnType.ExplicitHistogram([1, 2]), ColumnType.ExplicitHistogram([1, 3]));
        Assert.NotEqual(ColumnType.ExplicitHistogram([1, 2]), ColumnType.ExponentialHistogram);
        Assert.Equal(ColumnType.FixedUtf8(3).GetHashCode(), ColumnType.FixedUtf8(3).GetHashCode());
    }

    [Fact]
    public void Widths_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnType.FixedUtf8(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnType.FixedBytes(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnType.Enum(3, false, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnType.Flags(16, []));
    }

    [Fact]
    public void A_type_prints_as_documentation_spells_it() =>
        Assert.Equal(
            ["u64", "utf8[16]", "bytes[3]", "utf8", "list<utf8>", "map<utf8, value>", "histogram", "flags"],
            new[]
            {
                ColumnType.U64, ColumnType.FixedUtf8(16), ColumnType.FixedBytes(3), ColumnType.Utf8, ColumnType.Utf8List, ColumnType.Map,
                ColumnType.ExponentialHistogram, ColumnType.Flags(1, []),
            }.Select(t => t.ToString()));
}
