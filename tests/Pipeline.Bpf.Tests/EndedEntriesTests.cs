using Pipeline.Bpf.Maps;

namespace Pipeline.Bpf.Tests;

/// <summary>Entries that their program has ended are told once more and then are gone, so that a map does not fill with them.</summary>
public sealed class EndedEntriesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_has_ended_is_told_once_more_and_taken_out(bool inBatches)
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("ends"), Measure.Settings());
        using var reader = new MetricReader(loaded.Metrics.Single(), inBatches);
        var (emitter, sequence) = (new CollectingEmitter(), 0UL);
        for (var series = 0UL; series < 900; series++)
            Measure.Value(series, 10 + series);
        Assert.Equal(900, Series.Read(reader, emitter, ref sequence).Count);

        // All of some buckets, the first and the last among them, and no two alike.
        for (var series = 0UL; series < 900; series++)
            if (series % 3 != 0)
            {
                Measure.Value(series, 1);
                Measure.Forget(series, 0);
            }

        var last = Series.Read(reader, emitter, ref sequence).ToDictionary(s => s.Labels, s => s.Figures[0]);
        Assert.Equal(900, last.Count);
        for (var series = 0; series < 900; series++)
            Assert.Equal(10 + series + (series % 3 != 0 ? 1 : 0), last[$"{series}"]);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{3 * i}").Order(), Series.Read(reader, emitter, ref sequence).Select(s => s.Labels).Order());
    }

    [Fact]
    public void A_map_in_which_more_series_end_than_it_has_room_for_loses_none()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("ends"), Measure.Settings());
        using var reader = new MetricReader(loaded.Metrics.Single());
        var (emitter, sequence, told) = (new CollectingEmitter(), 0UL, new HashSet<string>());
        for (var series = 0UL; series < 10_000; series++)
        {
            Measure.Value(series, 1);
            Measure.Forget(series, 0);
            if (series % 500 == 499)
                told.UnionWith(Series.Read(reader, emitter, ref sequence).Select(s => s.Labels));
        }

        Assert.Equal(10_000, told.Count);
        Assert.DoesNotContain(loaded.ReadAccounts().Lost, l => l.Value > 0);
    }

    [Fact]
    public void An_entry_whose_row_had_no_memory_stays()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("ends"), Measure.Settings());
        using var reader = new MetricReader(loaded.Metrics.Single());
        Measure.Value(1, 5);
        Measure.Forget(1, 0);
        var (starved, sequence, blocks) = (new CollectingEmitter(memory: 64 << 10), 0UL, new List<Block>());
        while (starved.Arena.TryRent(1, out var block))
            blocks.Add(block);
        Assert.Empty(Series.Read(reader, starved, ref sequence));
        blocks.ForEach(b => b.Release());
        Assert.Equal(5, Series.Read(reader, new CollectingEmitter(), ref sequence).Single().Figures[0]);
        Assert.Empty(Series.Read(reader, new CollectingEmitter(), ref sequence));
    }
}
