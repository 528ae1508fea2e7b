using Pipeline.Host.Delivery;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>How many writes at once the host comes to, against a model of the other end.</summary>
public sealed class WriteLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void It_begins_with_one_and_comes_to_the_most_where_more_at_once_takes_no_longer()
    {
        var limit = new WriteLimit(16, _time);
        Assert.Equal(1, limit.Current);
        Run(limit, 400, _ => 10);
        Assert.Equal(16, limit.Current);
    }

    [Fact]
    public void It_stays_where_nobody_asks_for_more()
    {
        var limit = new WriteLimit(16, _time);
        for (var i = 0; i < 400; i++)
            Round(limit, 10, underWay: 0);
        Assert.Equal(1, limit.Current);
    }

    [Fact]
    public void It_falls_when_round_trips_become_longer_and_rises_again_after()
    {
        var limit = new WriteLimit(32, _time);
        Run(limit, 600, _ => 10);
        Assert.Equal(32, limit.Current);
        Run(limit, 1, _ => 100);
        Assert.True(limit.Current < 32);
        Run(limit, 600, _ => 10);
        Assert.Equal(32, limit.Current);
    }

    [Fact]
    public void Each_wish_for_less_halves_it_down_to_one_but_those_under_way_together_count_once()
    {
        var limit = new WriteLimit(16, _time);
        Run(limit, 400, _ => 10);
        var began = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 16; i++)
            limit.Lower(began, _time.GetTimestamp());
        Assert.Equal(8, limit.Current);
        for (var i = 0; i < 16; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            limit.Lower(_time.GetTimestamp(), _time.GetTimestamp());
        }

        Assert.Equal(1, limit.Current);
    }

    private void Run(WriteLimit limit, int writes, Func<int, double> milliseconds)
    {
        for (var i = 0; i < writes; i++)
            Round(limit, milliseconds(limit.Current), limit.Current);
    }

    private void Round(WriteLimit limit, double milliseconds, int underWay)
    {
        var began = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        limit.Complete(began, _time.GetTimestamp(), underWay);
    }
}
