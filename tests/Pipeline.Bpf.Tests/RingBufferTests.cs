namespace Pipeline.Bpf.Tests;

public sealed class RingBufferTests
{
    [Fact]
    public void ABusyRecordEndsTheDrainUntilItIsCommitted()
    {
        using var ring = new SyntheticRing(256);
        ring.Add([1]);
        var busy = ring.Produced;
        ring.Add([2], SyntheticRing.Busy);
        ring.Add([3]);
        Assert.Equal([[1]], Drain(ring));
        Assert.False(ring.Ring.HasRecord());
        Assert.Equal(busy, ring.Consumed);
        Assert.Equal(1, ring.Ring.CountUnread());

        ring.SetHeader(busy, 1);
        Assert.True(ring.Ring.HasRecord());
        Assert.Equal(2, ring.Ring.CountUnread());
        Assert.Equal([[2], [3]], Drain(ring));
    }

    [Fact]
    public void ADiscardedRecordIsSteppedOver()
    {
        using var ring = new SyntheticRing(256);
        ring.Add([1]);
        ring.Add(new byte[20], SyntheticRing.Discarded);
        ring.Add([3]);
        Assert.Equal(2, ring.Ring.CountUnread());
        Assert.Equal([[1], [3]], Drain(ring));
        Assert.Equal(0, ring.Ring.PendingBytes);
    }

    [Fact]
    public void ARefusedRecordStaysForTheNextDrain()
    {
        using var ring = new SyntheticRing(256);
        for (byte i = 0; i < 5; i++)
            ring.Add([i]);
        Assert.Equal([[0], [1]], Drain(ring, 2));
        Assert.Equal(3, ring.Ring.CountUnread());
        Assert.True(ring.Ring.HasRecord());
        Assert.Equal([[2], [3], [4]], Drain(ring));
    }

    [Fact]
    public void AnyMixOfRecordsComesOutAsItWentInAcrossManyWraps()
    {
        var random = new Random(4711);
        using var ring = new SyntheticRing(512, start: ulong.MaxValue / 2 & ~511UL);
        var (expected, actual) = (new List<byte[]>(), new List<byte[]>());
        for (var i = 0; i < 20_000; i++)
        {
            var record = new byte[random.Next(0, 100)];
            random.NextBytes(record);
            var discarded = random.Next(5) == 0;
            if (ring.Add(record, discarded ? SyntheticRing.Discarded : 0) && !discarded)
                expected.Add(record);
            if (random.Next(3) == 0)
                actual.AddRange(Drain(ring, random.Next(0, 6)));
        }

        actual.AddRange(Drain(ring));
        Assert.Equal(expected, actual);
        Assert.Equal(ring.Produced, ring.Consumed);
    }

    private static List<byte[]> Drain(SyntheticRing ring, int limit = int.MaxValue)
    {
        var records = new List<byte[]>();
        var collector = new Collector(records, limit);
        Assert.Equal(ring.Ring.Drain(ref collector), records.Count);
        return records;
    }
}
