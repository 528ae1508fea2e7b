namespace Pipeline.Abstractions.Tests;

public sealed class OutcomeTests
{
    [Fact]
    public void Nothing_said_means_delivered() => Assert.Equal(Outcome.Delivered, default);

    [Fact]
    public void An_outcome_says_what_the_host_does_next()
    {
        var retry = Outcome.RetryAfter(TimeSpan.FromSeconds(2), "broker_down");
        Assert.Equal((OutcomeKind.Retry, TimeSpan.FromSeconds(2), 0, "broker_down"), (retry.Kind, retry.Delay, retry.RejectedRows, retry.Reason));
        var rejected = Outcome.Rejected(3, "too_large");
        Assert.Equal((OutcomeKind.Rejected, TimeSpan.Zero, 3, "too_large"), (rejected.Kind, rejected.Delay, rejected.RejectedRows, rejected.Reason));
        var throttled = Outcome.Throttled(TimeSpan.FromSeconds(3), "too_many_requests");
        Assert.Equal((OutcomeKind.Throttled, TimeSpan.FromSeconds(3), "too_many_requests"), (throttled.Kind, throttled.Delay, throttled.Reason));
        Assert.Empty(throttled.Refused);
        var failed = Outcome.Failed("unauthorized");
        Assert.Equal((OutcomeKind.Failed, TimeSpan.Zero, 0, "unauthorized"), (failed.Kind, failed.Delay, failed.RejectedRows, failed.Reason));
    }
}
