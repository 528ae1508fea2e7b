namespace Pipeline.Protocols.Tests;

public sealed class IdPairingTests
{
    private readonly List<(string Request, WaitEnd Why)> _unpaired = [];

    [Fact]
    public void Requests_of_one_id_wait_in_their_order()
    {
        var pairs = Make();
        pairs.Ask(1, "a", 0, 1);
        pairs.Ask(2, "b", 1, 1);
        pairs.Ask(1, "c", 2, 1);
        Assert.Equal(("a", "c", "b", null), (pairs.Find(1), pairs.Find(1, 'c', (r, what) => r[0] == what), pairs.Find(2), pairs.Find(3)));
        pairs.Answered(1, "c");
        pairs.Answered(1, "c");
        Assert.Equal(("a", 2, 2L), (pairs.Find(1), pairs.Waiting, pairs.Bytes));
        pairs.Answered(1, "a");
        Assert.Null(pairs.Find(1));
        pairs.Ask(1, "d", 3, 1);
        Assert.Equal("d", pairs.Find(1));
        Assert.Empty(_unpaired);
    }

    [Fact]
    public void Time_outs_come_in_order_and_the_end_is_for_all()
    {
        var pairs = Make();
        for (var i = 0; i < 5; i++)
            pairs.Ask(i % 2, $"{i}", i * 10, 1);
        pairs.Answered(1, pairs.Find(1)!);
        pairs.Expire(99);
        Assert.Empty(_unpaired);
        pairs.Expire(120);
        Assert.Equal([("0", WaitEnd.TimedOut), ("2", WaitEnd.TimedOut)], _unpaired);
        pairs.Expire(long.MaxValue);
        Assert.Equal(4, _unpaired.Count);
        Assert.Equal((0, 0L, null), (pairs.Waiting, pairs.Bytes, pairs.Find(1)));
    }

    [Fact]
    public void Number_bytes_and_use_of_one_id_are_bounded()
    {
        var pairs = Make(most: 50, mostBytes: 1000);
        for (var i = 0; i < 60; i++)
            pairs.Ask(i, $"{i}", i, 1);
        Assert.Equal((50, "10", null), (pairs.Waiting, pairs.Find(10), pairs.Find(9)));
        pairs.Ask(100, "large", 61, 990);
        Assert.Equal((11, 1000L), (pairs.Waiting, pairs.Bytes));
        _unpaired.Clear();
        for (var i = 0; i < 40; i++)
            pairs.Ask(7, $"{i}", 62, 0);
        Assert.Equal(24, _unpaired.Count(u => u.Why == WaitEnd.Evicted));
        Assert.Equal("24", pairs.Find(7));
        pairs.Clear();
        Assert.Equal((0, 27), (pairs.Waiting, _unpaired.Count(u => u.Why == WaitEnd.Cleared)));
    }

    [Fact]
    public void Any_order_of_calls_agrees_with_a_list()
    {
        var random = new Random(20267);
        var pairs = new IdPairing<(int, int), string>(100, 64, 1 << 20, (r, _) => _unpaired.Add((r, default)));
        var model = new List<((int, int) Key, string Request, long Since)>();
        for (var (i, now) = (0, 0L); i < 20_000; i++, now += random.Next(5))
        {
            var key = (random.Next(4), random.Next(8));
            if (random.Next(2) == 0)
            {
                pairs.Ask(key, $"{i}", now, 0);
                model.Add((key, $"{i}", now));
            }
            else if (random.Next(3) > 0)
            {
                pairs.Expire(now);
            }
            else if (pairs.Find(key) is { } found)
            {
                pairs.Answered(key, found);
                Assert.Equal(model.First(m => m.Key == key && !Ended(m.Request)).Request, found);
                model.RemoveAll(m => m.Request == found);
            }
            else
            {
                Assert.DoesNotContain(model, m => m.Key == key && !Ended(m.Request));
            }

            Assert.Equal(model.Count(m => !Ended(m.Request)), pairs.Waiting);
            if (i % 100 == 0)
                model.RemoveAll(m => Ended(m.Request));
        }

        bool Ended(string request) => _unpaired.Exists(u => u.Request == request);
    }

    private IdPairing<int, string> Make(int most = 100, long mostBytes = 1000) => new(100, most, mostBytes, (request, why) => _unpaired.Add((request, why)));
}
