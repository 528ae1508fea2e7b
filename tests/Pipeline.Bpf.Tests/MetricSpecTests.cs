namespace Pipeline.Bpf.Tests;

public sealed class MetricSpecTests
{
    private static readonly Dictionary<string, object> Nothing = [];

    [Fact]
    public void LabelsComeFromTheKeyAndFiguresFromTheValue()
    {
        var schema = Metric("plain").Schema;
        Assert.Equal("plain(time time, start_time time, series u64, place enum, odd bool, count u64, last i64, value histogram)", schema.ToString());
        Assert.Equal((TableKind.Metric, "start_time", "A hash"), (schema.Kind, schema.StartTimeColumn, schema.Help));
        Assert.Equal([null, null, null, null, null, Instrument.Counter, Instrument.Gauge, Instrument.Histogram], schema.Columns.Select(c => c.Instrument));
        Assert.All(schema.Columns, c => Assert.Equal(Temporality.Cumulative, c.Temporality));
        Assert.Equal(["", "", null, null, null, null, null, "VAL(us)"], schema.Columns.Select(c => c.Heading));
        Assert.Equal(("ns", "Measurements"), (schema.Columns[7].Unit, schema.Columns[5].Help));
        Assert.Equal([new EnumName("here", 0), new EnumName("there", 1), new EnumName("beyond", 2)], schema.Columns[3].Type.Names);
    }

    [Fact]
    public void EveryKindOfMapIsKnownWithItsSizes()
    {
        Assert.Equal((16, 240, 1024L, false, false), Told("plain"));
        Assert.Equal((8, 288, 1024L, false, true), Told("spread"));
        Assert.Equal((4, 16, 3L, true, false), Told("table"));
        Assert.Equal((4, 56, 1000L, true, true), Told("cells"));

        static (int, int, long, bool, bool) Told(string name) =>
            Metric(name) is var m ? (m.KeySize, m.ValueSize, m.Entries, m.IsArray, m.IsPerCpu) : default;
    }

    [Fact]
    public void BoundsAreThoseOfTheSlots()
    {
        Assert.Equal([.. Enumerable.Range(0, 26).Select(i => 1000 * Math.Pow(2, i))], Bounds("plain", "value"));
        Assert.Equal([0, .. Enumerable.Range(0, 18).Select(i => Math.Pow(2, i))], Bounds("spread", "value"));
        Assert.Equal([50, 100, 150, 200, 250, 300, 350, 400, 450, 500], Bounds("spread", "coarse"));

        static IEnumerable<double> Bounds(string table, string column) => Metric(table).Schema is var s ? s.Columns[s.Ordinal(column)].Type.Bounds : default;
    }

    [Fact]
    public void AColumnIsThereOnlyWithItsOption()
    {
        var spec = Fixture.Spec("figures");
        Assert.Equal("by_parity", spec.OptionOf("plain", "odd"));
        Assert.Null(spec.OptionOf("plain", "place"));
        Assert.Equal(-1, Odd(spec.With(Nothing)));
        Assert.Equal(-1, Odd(spec.With(new Dictionary<string, object> { ["by_parity"] = false })));
        Assert.Equal(4, Odd(spec.With(Nothing).With(new Dictionary<string, object> { ["by_parity"] = true })));

        Assert.Equal(-1, spec.With(new Dictionary<string, object> { ["coarsely"] = false }).Metrics.Single(m => m.Schema.Name == "spread").Schema.Ordinal("coarse"));

        static int Odd(BpfObjectSpec spec) => spec.Metrics.Single(m => m.Schema.Name == "plain").Schema.Ordinal("odd");
    }

    [Fact]
    public void FiguresNarrowerThanTheirSumBecomeWider() =>
        Assert.Equal("spread(time time, start_time time, series u64, count u64, peak32 u64, balance i64, value histogram, coarse histogram)", Metric("spread").Schema.ToString());

    private static MetricSpec Metric(string name) => Fixture.Spec("figures").Metrics.Single(m => m.Schema.Name == name);
}
