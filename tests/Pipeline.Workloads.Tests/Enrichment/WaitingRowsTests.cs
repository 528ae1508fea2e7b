namespace Pipeline.Workloads.Tests.Enrichment;

public sealed class WaitingRowsTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Fact]
    public void Rows_of_what_is_known_go_at_once_and_the_others_when_it_is_told()
    {
        var rig = new WaitingRig(Wait, 1 << 20);
        rig.Tell(1);
        rig.Process(0, new WaitingRow(10, 1), new WaitingRow(11, 2), new WaitingRow(12, 1));
        Assert.Equal([("data", 0UL, "name of 1"), ("data", 2UL, "name of 1")], rig.Emitter.Rows);
        Assert.Equal((1, 1, 1), (rig.Waiting.Count, rig.Emitter.Held, rig.Emitter.Open));
        rig.Release(hasChanged: false);
        Assert.Equal(2, rig.Emitter.Rows.Count);
        rig.Tell(2);
        rig.Release(hasChanged: true);
        Assert.Equal(("data", 1UL, "name of 2"), rig.Emitter.Rows[^1]);
        Assert.Equal((0, 0, 0, 1), (rig.Waiting.Count, rig.Emitter.Held, rig.Emitter.Open, rig.Waiting.Answered));
        AssertOver(rig);
    }

    [Fact]
    public void A_row_whose_time_has_passed_goes_on_marked()
    {
        var rig = new WaitingRig(Wait, 1 << 20);
        rig.Process(0, new WaitingRow(10, 1));
        rig.Clock.Now += Wait - TimeSpan.FromTicks(1);
        rig.Release(hasChanged: true);
        Assert.Empty(rig.Emitter.Rows);
        rig.Clock.Now += TimeSpan.FromTicks(1);
        rig.Release(hasChanged: false);
        Assert.Equal([("data", 0UL, "unknown")], rig.Emitter.Rows);
        Assert.Equal((1, 0), (rig.Waiting.TimedOut, rig.Waiting.Answered));
        AssertOver(rig);
    }

    [Fact]
    public void Rows_of_a_connection_stay_behind_one_that_waits_in_whichever_table_it_is()
    {
        var rig = new WaitingRig(Wait, 1 << 20);
        rig.Tell(1);
        rig.Process(0, new WaitingRow(10, 2), new WaitingRow(10, 1), new WaitingRow(11, 1));
        rig.Process(1, new WaitingRow(10, 1), new WaitingRow(11, 1));
        Assert.Equal([2UL, 4UL], rig.Emitter.Rows.Select(r => r.Id));
        rig.Clock.Now += Wait;
        rig.Release(hasChanged: false);
        Assert.Equal([2UL, 4UL, 0UL, 1UL, 3UL], rig.Emitter.Rows.Select(r => r.Id));
        rig.Process(1, new WaitingRow(10, 1));
        Assert.Equal(5UL, rig.Emitter.Rows[^1].Id);
        AssertOver(rig);
    }

    [Fact]
    public void Rows_that_have_no_order_pass_each_other()
    {
        var rig = new WaitingRig(Wait, 1 << 20, isOrdered: false);
        rig.Tell(1);
        rig.Process(0, new WaitingRow(10, 2), new WaitingRow(10, 1));
        Assert.Equal([1UL], rig.Emitter.Rows.Select(r => r.Id));
        rig.Finish();
        AssertOver(rig);
    }

    [Fact]
    public void Without_time_to_wait_everything_goes_at_once()
    {
        var rig = new WaitingRig(TimeSpan.Zero, 1 << 20);
        rig.Process(0, new WaitingRow(10, 2), new WaitingRow(10, 1));
        Assert.Equal(["unknown", "unknown"], rig.Emitter.Rows.Select(r => r.Name));
        AssertOver(rig);
    }

    [Fact]
    public void When_the_room_is_full_the_oldest_go_on_marked()
    {
        var rig = new WaitingRig(Wait, 3 * 4_096);
        for (uint i = 0; i < 5; i++)
            rig.Process(0, new WaitingRow(i, i));
        Assert.Equal([0UL, 1UL], rig.Emitter.Rows.Select(r => r.Id));
        Assert.Equal((3, 3 * 4_096, 2), (rig.Waiting.Count, rig.Waiting.Bytes, rig.Waiting.Hurried));
        // What waited for those need not wait any more.
        rig.Tell(0);
        rig.Process(0, new WaitingRow(0, 0));
        rig.Release(hasChanged: false);
        Assert.Contains(rig.Emitter.Rows, r => r.Id == 5);
        rig.Finish();
        AssertOver(rig);
    }

    [Fact]
    public void A_batch_for_which_there_is_never_room_goes_on_behind_the_rows_that_wait()
    {
        var rig = new WaitingRig(Wait, 4_096);
        rig.Process(0, new WaitingRow(1, 1));
        rig.Process(0, [.. Enumerable.Repeat(new WaitingRow(1, 1), 200)]);
        Assert.Equal(Enumerable.Range(0, 201).Select(i => (ulong)i), rig.Emitter.Rows.Select(r => r.Id));
        AssertOver(rig);
    }

    [Fact]
    public void Rows_that_wait_keep_no_more_than_themselves_in_memory()
    {
        var rig = new WaitingRig(Wait, 1 << 20);
        rig.Tell(1);
        var rows = Enumerable.Repeat(new WaitingRow(1, 1), 10_000).ToArray();
        rows[5_000] = new(2, 2);
        rig.Process(0, rows);
        Assert.Equal(4_096, rig.Emitter.Arena.InUse);
        rig.Finish();
        AssertOver(rig);
    }

    [Fact]
    public void Disposal_gives_back_what_waits()
    {
        var rig = new WaitingRig(Wait, 1 << 20);
        rig.Process(0, new WaitingRow(1, 1), new WaitingRow(2, 2));
        rig.Process(1, new WaitingRow(3, 3));
        rig.Tell(1);
        rig.Release(hasChanged: true);
        rig.Waiting.Dispose();
        Assert.Equal([Settlement.Dropped, Settlement.Dropped], rig.Emitter.Outcomes);
        Assert.Equal((0, 0), (rig.Emitter.Open, rig.Emitter.Arena.InUse));
    }

    [Fact]
    public void Each_row_goes_once_in_order_in_time_and_with_what_was_known() => Cases.Run(300, random =>
    {
        var (wait, room) = (TimeSpan.FromMilliseconds(random.Next(1, 2_000)), 4_096L * random.Next(1, 40));
        var rig = new WaitingRig(wait, room, isOrdered: random.Next(4) > 0);
        var hasChanged = false;
        for (var step = random.Next(60); step > 0; step--)
        {
            for (; random.Next(3) == 0; hasChanged = true)
                rig.Tell((uint)random.Next(20));
            if (random.Next(3) == 0)
                rig.Clock.Now += TimeSpan.FromMilliseconds(random.Next(500));
            rig.Release(hasChanged);
            hasChanged = false;
            AssertHeld(rig, wait);
            if (random.Next(3) > 0)
                rig.Process(random.Next(2), [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => new WaitingRow((ulong)random.Next(8), (uint)random.Next(30)))]);
            Assert.InRange(rig.Waiting.Bytes, 0, room);
            Assert.Equal(rig.Waiting.Count, rig.Emitter.Held);
        }

        rig.Finish();
        AssertOver(rig);
        AssertOrder(rig);
        Assert.Equal(rig.Came.Select(r => r.Id), rig.Emitter.Rows.Select(r => r.Id).Order());
        Assert.All(rig.Emitter.Rows, r => Assert.Equal(rig.Tables[rig.Came[(int)r.Id].Table].Columns.Input.Name, r.Table));
        Assert.All(rig.Emitter.Rows, r => Assert.True(r.Name == "unknown" || r.Name == $"name of {rig.Came[(int)r.Id].Key}"));
        Assert.DoesNotContain(Settlement.Dropped, rig.Emitter.Outcomes);
    });

    [Fact]
    public void Wherever_memory_ends_rows_are_emitted_or_told_as_dropped() => Cases.Run(300, random =>
    {
        var rig = new WaitingRig(Wait, 1 << 20, memory: 1 << 20);
        for (var step = 20; step > 0; step--)
        {
            var taken = new List<Block>();
            var left = random.Next(40) * 4_096;
            if (random.Next(2) == 0)
                rig.Tell((uint)random.Next(10));
            Squeeze();
            rig.Release(hasChanged: true);
            GiveBack();
            var rows = Enumerable.Range(0, random.Next(1, 100)).Select(_ => new WaitingRow((ulong)random.Next(8), (uint)random.Next(15))).ToArray();
            using (var builder = new BatchBuilder(rig.Tables[0].Columns.Input, rig.Emitter.Arena, rows.Length))
            {
                // What the batch itself takes must not be what is missing.
                left += 16_384 + 16_384;
                Squeeze();
                GiveSome();
                rig.Process(0, rows);
            }

            GiveBack();
            Assert.Equal(rig.Waiting.Count, rig.Emitter.Held);

            void Squeeze()
            {
                while (rig.Emitter.Arena.Limit - rig.Emitter.Arena.InUse > left && rig.Emitter.Arena.TryRent(4_096, out var block))
                    taken.Add(block);
            }

            void GiveSome()
            {
                foreach (var block in taken.Take(8))
                    block.Release();
                taken.RemoveRange(0, Math.Min(8, taken.Count));
            }

            void GiveBack()
            {
                taken.ForEach(b => b.Release());
                taken.Clear();
            }
        }

        rig.Finish();
        AssertOver(rig);
        AssertOrder(rig);
        Assert.Equal(rig.Came.Count, rig.Emitter.Rows.Count + rig.Emitter.Dropped);
        Assert.Equal(rig.Emitter.Dropped > 0, rig.Emitter.Outcomes.Contains(Settlement.Dropped));
    });

    private static void AssertOver(WaitingRig rig)
    {
        Assert.Equal((0, 0, 0, 0, 0), (rig.Waiting.Count, rig.Waiting.Bytes, rig.Emitter.Held, rig.Emitter.Open, rig.Emitter.Arena.InUse));
    }

    /// <summary>After a release no row waits that need not.</summary>
    private static void AssertHeld(WaitingRig rig, TimeSpan wait)
    {
        var gone = rig.Emitter.Rows.Select(r => r.Id).ToHashSet();
        var held = rig.Came.Where(r => !gone.Contains(r.Id)).ToArray();
        Assert.Equal(rig.Waiting.Count, held.Length);
        Assert.All(held, r => Assert.True(rig.Clock.Now - r.Came < wait));
    }

    private static void AssertOrder(WaitingRig rig)
    {
        if (!rig.Tables[0].IsOrdered)
            return;
        foreach (var connection in rig.Emitter.Rows.GroupBy(r => rig.Came[(int)r.Id].Connection))
            Assert.Equal(connection.Select(r => r.Id).Order(), connection.Select(r => r.Id));
    }
}
