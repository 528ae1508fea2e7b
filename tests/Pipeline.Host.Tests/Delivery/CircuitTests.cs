using Pipeline.Host.Delivery;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>When nothing is written, and when a probe is.</summary>
public sealed class CircuitTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(_time);

    [Fact]
    public void Five_failures_one_behind_the_other_open_it_and_a_success_between_them_does_not()
    {
        for (var i = 0; i < 4; i++)
            Assert.False(Fail());
        _circuit.Succeed();
        for (var i = 0; i < 4; i++)
            Assert.False(Fail());
        Assert.Equal(CircuitState.Closed, _circuit.State);
        Assert.True(Fail());
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void One_write_that_took_long_to_fail_opens_it()
    {
        var began = _time.GetTimestamp();
        _time.Advance(Second * 10);
        Assert.True(_circuit.Fail(began, _time.GetTimestamp(), Later(Second), isAsked: false, isProbe: false));
    }

    [Fact]
    public void After_the_back_off_one_may_begin_and_the_others_wait_for_it()
    {
        Open();
        Assert.False(_circuit.MayBegin(_time.GetTimestamp(), out var wait));
        Assert.Equal(Second, wait);
        _time.Advance(Second);
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
        Assert.False(_circuit.MayBegin(_time.GetTimestamp(), out wait));
        Assert.Equal(Timeout.InfiniteTimeSpan, wait);
    }

    [Fact]
    public void A_probe_that_fails_opens_it_again_without_a_further_notice_and_one_that_succeeds_closes_it()
    {
        Open();
        _time.Advance(Second);
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        Assert.False(_circuit.Fail(_time.GetTimestamp(), _time.GetTimestamp(), Later(3 * Second), false, isProbe: true));
        Assert.False(_circuit.MayBegin(_time.GetTimestamp(), out var wait));
        Assert.Equal(3 * Second, wait);
        _time.Advance(3 * Second);
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        Assert.True(_circuit.Succeed());
        Assert.False(_circuit.Succeed());
        Assert.Equal((CircuitState.Closed, 0), (_circuit.State, _circuit.Failures));
    }

    [Fact]
    public void Late_failures_of_writes_that_began_before_change_nothing()
    {
        Open();
        for (var i = 0; i < 10; i++)
            Assert.False(_circuit.Fail(_time.GetTimestamp(), _time.GetTimestamp(), Later(100 * Second), false, isProbe: false));
        _time.Advance(Second);
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        Assert.False(_circuit.Fail(0, _time.GetTimestamp(), Later(100 * Second), false, isProbe: false));
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
    }

    [Fact]
    public void A_probe_that_tells_nothing_leaves_the_next_write_to_be_one()
    {
        Open();
        _time.Advance(Second);
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        _circuit.Forget(_time.GetTimestamp());
        Assert.True(_circuit.MayBegin(_time.GetTimestamp(), out _));
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_shortens_the_hosts_own_back_off_and_not_what_the_other_end_asked_for(bool isAsked)
    {
        for (var i = 0; i < 5; i++)
            _circuit.Fail(_time.GetTimestamp(), _time.GetTimestamp(), Later(Second), isAsked, isProbe: false);
        _circuit.Hurry(_time.GetTimestamp());
        Assert.Equal(!isAsked, _circuit.MayBegin(_time.GetTimestamp(), out _));
    }

    private void Open()
    {
        for (var i = 0; i < 5; i++)
            Fail();
    }

    private bool Fail() => _circuit.Fail(_time.GetTimestamp(), _time.GetTimestamp(), Later(Second), isAsked: false, isProbe: false);

    private long Later(TimeSpan span) => _time.GetTimestamp() + span.Ticks;
}
