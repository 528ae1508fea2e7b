namespace Pipeline.Abstractions.Tests;

public sealed class TallyTests
{
    [Fact]
    public void Counts_add_up_by_kind_and_reason_until_cleared()
    {
        var tally = new Tally();
        tally.Create(1);
        tally.Create(2);
        tally.Filter(4);
        tally.Consume(8);
        tally.Hold(16);
        tally.Free(20);
        tally.Drop("late", 1);
        tally.Drop("late", 2);
        tally.Drop("malformed", 5);
        tally.Drop("never", 0);
        Assert.Equal((3, 4, 8, -4), (tally.Created, tally.Filtered, tally.Consumed, tally.Held));
        Assert.Equal(new Dictionary<string, long> { ["late"] = 3, ["malformed"] = 5 }, tally.Dropped);
        tally.Clear();
        Assert.Equal((0, 0, 0, 0), (tally.Created, tally.Filtered, tally.Consumed, tally.Held));
        Assert.Empty(tally.Dropped);
    }
}
