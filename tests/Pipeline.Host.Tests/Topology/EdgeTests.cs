using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>One edge by hand: what each policy does at each bound.</summary>
public sealed class EdgeTests : IDisposable
{
    private readonly Arena _arena = new(16 << 20);
    private readonly Inbox _inbox = new(1);

    public void Dispose() => Assert.Equal(0, _arena.InUse);

    [Fact]
    public void Block_refuses_a_batch_beyond_the_bound_and_takes_it_once_there_is_room()
    {
        var edge = Build(WhenFull.Block, batches: 2);
        Assert.True(Put(edge, 0, 10));
        Assert.True(Put(edge, 10, 10));
        var third = Enter(edge, 20, 10);

        Assert.False(edge.TryQueue(third));
        var room = edge.RoomAsync(third);
        Assert.False(room.IsCompleted);
        Assert.Equal((20, 0), (edge.Depth().Batches * 10, edge.Snapshot().Out));

        Assert.Equal(0UL, TakeFirst(edge));
        Assert.True(room.IsCompleted);
        Assert.True(edge.TryQueue(third));
        Assert.Equal([10UL, 20UL], Drain(edge));
        Balanced(edge, taken: 30);
    }

    [Fact]
    public void Room_that_came_before_one_asked_for_it_is_not_missed()
    {
        var edge = Build(WhenFull.Block, batches: 2);
        Put(edge, 0, 1);
        Put(edge, 1, 1);
        var third = Enter(edge, 2, 1);
        Assert.False(edge.TryQueue(third));
        TakeFirst(edge);

        Assert.True(edge.RoomAsync(third).IsCompleted);
        Assert.True(edge.TryQueue(third));
        Drain(edge);
    }

    [Fact]
    public void Drop_newest_keeps_what_came_first_and_counts_the_rest_as_full()
    {
        var edge = Build(WhenFull.DropNewest, batches: 2);
        for (var i = 0; i < 5; i++)
            Assert.True(Put(edge, (ulong)i * 10, 10));

        Assert.Equal([0UL, 10UL], Drain(edge));
        Balanced(edge, taken: 20, full: 30);
    }

    [Fact]
    public void Drop_oldest_keeps_what_came_last_and_counts_the_rest_as_full()
    {
        var edge = Build(WhenFull.DropOldest, batches: 2);
        for (var i = 0; i < 5; i++)
            Assert.True(Put(edge, (ulong)i * 10, 10));

        Assert.Equal([30UL, 40UL], Drain(edge));
        Balanced(edge, taken: 20, full: 30);
    }

    [Theory]
    [InlineData("DropNewest", new ulong[] { 0, 10 })]
    [InlineData("DropOldest", new ulong[] { 30, 40 })]
    public void The_bound_in_bytes_holds_as_the_one_in_batches_does(string policy, ulong[] kept)
    {
        var size = SizeOf(10);
        var edge = Build(Enum.Parse<WhenFull>(policy), batches: 100, bytes: 2 * size + size / 2);
        for (var i = 0; i < 5; i++)
            Put(edge, (ulong)i * 10, 10);

        Assert.True(edge.Depth().Bytes <= 2 * size + size / 2);
        Assert.Equal(kept, Drain(edge));
        Balanced(edge, taken: 20, full: 30);
    }

    [Theory]
    [InlineData("Block")]
    [InlineData("DropNewest")]
    [InlineData("DropOldest")]
    public void A_batch_larger_than_the_bound_passes_alone(string policy)
    {
        var edge = Build(Enum.Parse<WhenFull>(policy), batches: 100, bytes: 4096);
        Assert.True(Put(edge, 0, 1000));
        Assert.Equal([0UL], Drain(edge));
        Assert.True(Put(edge, 0, 1000));
        Assert.Equal([0UL], Drain(edge));
        Balanced(edge, taken: 2000);
    }

    [Fact]
    public void Drop_oldest_makes_room_for_a_batch_larger_than_the_bound_by_dropping_all_others()
    {
        var edge = Build(WhenFull.DropOldest, batches: 100, bytes: 4 * SizeOf(10));
        for (var i = 0; i < 3; i++)
            Put(edge, (ulong)i * 10, 10);
        Put(edge, 500, 1000);

        Assert.Equal([500UL], Drain(edge));
        Balanced(edge, taken: 1000, full: 30);
    }

    [Fact]
    public void Closing_drops_what_waits_and_what_was_entered_but_not_queued_yet()
    {
        var edge = Build(WhenFull.Block, batches: 1);
        Put(edge, 0, 10);
        var blocked = Enter(edge, 10, 5);
        Assert.False(edge.TryQueue(blocked));
        var room = edge.RoomAsync(blocked);

        edge.Close(DropReason.Deadline);
        Assert.Equal(15, edge.Snapshot().Dropped[DropReason.Deadline]);
        Assert.Equal(0, edge.Snapshot().InFlight);
        Assert.True(room.IsCompleted);

        Assert.True(edge.TryQueue(blocked));
        Assert.True(Put(edge, 20, 3));
        Assert.Equal(18, edge.Snapshot().Dropped[DropReason.Deadline]);
        Assert.True(edge.Snapshot().Balanced);
        Assert.Empty(Drain(edge));
    }

    [Fact]
    public void An_edge_whose_consumer_has_gone_loses_what_still_comes()
    {
        var edge = Build(WhenFull.Block, batches: 10);
        _inbox.End();
        Assert.True(Put(edge, 0, 10));
        Assert.Equal(10, edge.Snapshot().Dropped[DropReason.Deadline]);
        Assert.True(edge.Snapshot().Balanced);
    }

    private Edge Build(WhenFull whenFull, int batches, long bytes = 1 << 20)
    {
        var producer = new ComponentPlan("from", ComponentKind.Source, [Numbers.Table], []) { Build = () => new object(), First = new object() };
        return new Edge(new EdgePlan(producer, 0, whenFull, batches, bytes), "to", _inbox, new Host.Topology.Settlements(NullLogger.Instance));
    }

    private long SizeOf(int rows)
    {
        var batch = Numbers.Batch(_arena, 0, rows);
        batch.Release();
        return batch.Bytes;
    }

    private bool Put(Edge edge, ulong first, int rows) => edge.TryQueue(Enter(edge, first, rows));

    private RecordBatch Enter(Edge edge, ulong first, int rows)
    {
        var batch = Numbers.Batch(_arena, first, rows);
        edge.Enter(batch);
        batch.Release();
        return batch;
    }

    private ulong? TakeFirst(Edge edge)
    {
        Assert.True(_inbox.Announcements.TryRead(out var announced));
        Assert.Same(edge, announced);
        if (edge.Take() is not { } delivery)
            return null;
        var first = delivery.Batch.FirstSequence;
        delivery.Batch.Release();
        delivery.Done();
        return first;
    }

    // As a consumer does: until nothing is announced any more.
    private List<ulong> Drain(Edge edge)
    {
        var taken = new List<ulong>();
        while (_inbox.Announcements.TryPeek(out _))
            if (TakeFirst(edge) is { } first)
                taken.Add(first);
        Assert.Equal((0, 0L), edge.Depth());
        return taken;
    }

    private static void Balanced(Edge edge, long taken, long full = 0)
    {
        var entry = edge.Snapshot();
        Assert.True(entry.Balanced);
        Assert.Equal((taken, full, 0L), (entry.Out, entry.Dropped.GetValueOrDefault(DropReason.Full), entry.InFlight));
    }
}
