using Pipeline.Host.Delivery;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>How long the host waits after a failure.</summary>
public sealed class RetryDelayTests
{
    private static readonly RetryPlan Plan = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), null);

    [Fact]
    public void It_lies_between_the_shortest_wait_and_one_that_doubles_up_to_the_longest()
    {
        for (var failures = 1; failures < 100; failures++)
        {
            var ceiling = Math.Min(30, 0.2 * Math.Pow(2, failures));
            Assert.Equal(0.2, Wait(failures, 0), 6);
            Assert.Equal(ceiling, Wait(failures, 1), 6);
            Assert.Equal((0.2 + ceiling) / 2, Wait(failures, 0.5), 6);
        }
    }

    [Theory]
    [InlineData(-1, 0.2)]
    [InlineData(0, 0.2)]
    [InlineData(5, 5)]
    [InlineData(600, 600)]
    [InlineData(601, 600)]
    [InlineData(double.MaxValue, 600)]
    [InlineData(double.MinValue, 0.2)]
    public void What_the_other_end_asks_for_is_kept_to_within_reason(double asked, double seconds) =>
        Assert.Equal(seconds, RetryDelay.Next(Plan, 1, Span(asked), 0).TotalSeconds, 6);

    [Fact]
    public void A_longest_wait_of_the_users_that_is_longer_bounds_what_is_asked_for_too()
    {
        var plan = Plan with { Max = TimeSpan.FromHours(1) };
        Assert.Equal(TimeSpan.FromHours(1), RetryDelay.Next(plan, 1, TimeSpan.MaxValue, 0));
    }

    private static double Wait(int failures, double chance) => RetryDelay.Next(Plan, failures, TimeSpan.Zero, chance).TotalSeconds;

    private static TimeSpan Span(double seconds) => seconds switch
    {
        double.MaxValue => TimeSpan.MaxValue,
        double.MinValue => TimeSpan.MinValue,
        _ => TimeSpan.FromSeconds(seconds),
    };
}
