namespace Pipeline.Abstractions.Tests;

public sealed class HistogramTotalsTests
{
    private static readonly HistogramTotals Known = new(2, 5, 1, 4);

    [Fact]
    public void Both_together_have_the_sum_and_the_extremes_of_both() =>
        Assert.Equal(new HistogramTotals(5, 12, 0.5, 6), Known.With(new(3, 7, 0.5, 6)));

    [Fact]
    public void What_has_no_values_adds_nothing()
    {
        Assert.Equal(Known, Known.With(HistogramTotals.Empty));
        Assert.Equal(Known, HistogramTotals.Empty.With(Known));
        Assert.Equal(Known, Known.With(new(0, double.NaN, 0, 0)));
        Assert.Equal(HistogramTotals.Empty, new HistogramTotals(0, 3, 0, 0).With(new(0, double.NaN, 1, 1)));
    }

    [Fact]
    public void What_is_unknown_in_one_is_unknown_of_both()
    {
        var unknown = new HistogramTotals(3, double.NaN, double.NaN, double.NaN);
        Assert.Equal(unknown with { Count = 5 }, Known.With(unknown));
        Assert.Equal(unknown with { Count = 5 }, unknown.With(Known));
        Assert.Equal(new HistogramTotals(5, 6, double.NaN, 4), Known.With(new(3, 1, double.NaN, 2)));
    }
}
