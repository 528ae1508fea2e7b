using System.Globalization;

namespace Pipeline.Bpf.Tests;

/// <summary>The slot functions of pipeline.bpf.h, run by the kernel, against their definition.</summary>
public sealed class SlotTests
{
    private static readonly ulong[] Steps = [1, 50, 1000];

    [Fact]
    public void EveryValueFallsIntoTheSlotWhoseBoundItDoesNotExceed()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("slots"), Measure.Settings());
        var columns = loaded.Metrics[0].Spec.Schema.Columns.Where(c => c.Instrument == Instrument.Histogram).ToArray();
        var values = Values();
        foreach (var value in values)
            Measure.Observe(value);
        loaded.Detach();

        var rows = Series.Read(loaded, "slots").ToDictionary(s => ulong.Parse(s.Labels, CultureInfo.InvariantCulture));
        Assert.Equal(values.Order(), rows.Keys.Order());
        foreach (var value in values)
            for (var i = 0; i < columns.Length; i++)
            {
                var (counts, sum) = rows[value].Histograms[i];
                var (buckets, step) = (columns[i].Name.Split('_')[0], ulong.Parse(columns[i].Name.Split('_')[1], CultureInfo.InvariantCulture));
                var slot = Slots.Of(buckets, counts.Length, step, value);
                Assert.True(counts[slot] == 1 && counts.Count(c => c != 0) == 1, $"{columns[i].Name} of {value} is in slot {Array.FindIndex(counts, c => c != 0)}, not {slot}");
                Assert.Equal(value, sum);
                // What the schema says of the slots is what the program does.
                var bounds = columns[i].Type.Bounds;
                Assert.True(slot == bounds.Length || value <= bounds[slot]);
                Assert.True(slot == 0 || value > bounds[slot - 1] || value > 1UL << 53);
            }
    }

    private static HashSet<ulong> Values()
    {
        HashSet<ulong> values = [0, 1, 2, ulong.MaxValue, ulong.MaxValue - 1];
        foreach (var step in Steps)
            for (var power = 0; power < 64; power++)
                if ((UInt128)step << power is var bound && bound < ulong.MaxValue)
                    values.UnionWith([(ulong)bound - 1, (ulong)bound, (ulong)bound + 1]);
        for (var slot = 1UL; slot < 70; slot++)
            foreach (var step in Steps)
                values.UnionWith([step * slot - 1, step * slot, step * slot + 1]);
        var random = new Random(20260202);
        for (var i = 0; i < 1000; i++)
            values.Add((ulong)random.NextInt64() >> random.Next(64));
        return values;
    }
}
