using Pipeline.Bpf.Attaching;
using Pipeline.Bpf.Maps;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Tests;

/// <summary>How the entries of a map are fetched.</summary>
public sealed class MapWalkTests
{
    [Fact]
    public unsafe void ABufferThatIsTooSmallForABucketGrows()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings());
        for (var i = 0UL; i < 1000; i++)
            Measure.Value(i, i);
        loaded.Detach();
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == "plain");
        using var buffer = map.MakeBuffer(1);
        var walk = map.WalkInBatches(buffer);
        for (var reading = 0; reading < 2; reading++)
        {
            var keys = new List<ulong>();
            walk.Begin();
            for (int count; (count = walk.Next()) >= 0;)
                for (var i = 0; i < count; i++)
                    keys.Add(*(ulong*)(buffer.Keys + i * buffer.KeySize));
            Assert.Equal(Enumerable.Range(0, 1000).Select(i => (ulong)i), keys.Order());
        }

        // 1000 keys in 1024 buckets: some have several, none has many.
        Assert.InRange(buffer.Capacity, 2, 32);
        Assert.Equal(0, walk.Refusal);
    }

    [Fact]
    public void AMapThatTheKernelDoesNotReadInBatchesIsReadEntryByEntry()
    {
        Fixture.NeedsKernel();
        using var attached = new VariantAttempt(Fixture.Spec("stacks"), Measure.Settings(), "all").Attach()!;
        for (var i = 0UL; i < 10; i++)
            Measure.Value(i, i);
        attached.Detach();
        var outline = new TableOutline(
            "stacks",
            TableKind.Metric,
            null,
            [
                new TableColumn(new ColumnSchema("time", ColumnType.Time), new ColumnPlace(0, 0), null),
                new TableColumn(new ColumnSchema("stack", ColumnType.U32), new ColumnPlace(0, 16), null),
                new TableColumn(new ColumnSchema("first", ColumnType.U64) { Instrument = Instrument.Gauge }, new ColumnPlace(0, 24), null),
            ],
            [32]);
        var spec = new MetricSpec(outline) { KeySize = 4, ValueSize = 64, Entries = 64, IsArray = false, IsPerCpu = false, Figures = [new FigureSpec(0, 8, false, false, 24)] };
        using var reader = new MetricReader(new MetricMap(spec, Libbpf.bpf_map__fd(attached.Object.Map("stacks")), 64, 1, 0));
        var (emitter, sequence) = (new CollectingEmitter(), 0UL);
        var first = Series.Read(reader, emitter, ref sequence);
        Assert.Equal("ENOTSUPP (not supported)", reader.BatchRefusal);
        Assert.InRange(first.Count, 1, 10);
        Assert.All(first, s => Assert.NotEqual(0, s.Figures[0]));
        Assert.Equal(first.Select(s => s.Labels), Series.Read(reader, emitter, ref sequence).Select(s => s.Labels));
        Assert.Equal(2 * first.Count, emitter.Tally.Created);
    }

    [Fact]
    public void ADescriptorThatIsNoMapIsAnErrorWithTheMapsName()
    {
        var spec = Fixture.Spec("figures").Metrics[0];
        using var reader = new MetricReader(new MetricMap(spec, -1, 10, 1, 0));
        var sequence = 0UL;
        var error = Assert.Throws<BpfException>(() => reader.Read(new CollectingEmitter(), ref sequence));
        Assert.StartsWith($"cannot read map '{spec.Schema.Name}': ", error.Message, StringComparison.Ordinal);
    }
}
