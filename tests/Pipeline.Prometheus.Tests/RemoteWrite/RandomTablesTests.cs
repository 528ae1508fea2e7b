using System.Globalization;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>Random tables with random rows in random batches: what Prometheus holds in the end is what a model kept in a dictionary says.</summary>
public class RandomTablesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Prometheus_holds_what_the_rows_say(int seed)
    {
        var random = new Random(seed);
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        var expected = new SortedDictionary<string, List<(long, double)>>(StringComparer.Ordinal);
        var tables = Enumerable.Range(0, 4).Select(i => new RandomTable(random, $"random{i}", isDelta: i % 2 == 0, expected)).ToArray();
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address), [.. tables.Select(table => table.Schema)]);
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 600_000;
        var (told, dropped) = (0, 0);
        for (var write = 0; write < 40; write++)
        {
            var batches = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => tables[random.Next(4)].Batch(random, time += random.Next(1, 2_000))).ToArray();
            var outcome = await sink.TryAsync(batches);
            Assert.True(outcome.Kind is OutcomeKind.Delivered or OutcomeKind.Partly or OutcomeKind.Failed, outcome.Reason);
            told += batches.Sum(batch => batch.Rows);
            dropped += outcome.Kind == OutcomeKind.Failed ? batches.Sum(batch => batch.Rows) : outcome.Refused.Sum(rows => rows.Rows);
            foreach (var batch in batches)
                batch.Release();
        }

        Assert.Equal(tables.Sum(table => table.Late), dropped);
        Assert.True(told > 200 && dropped > 0);
        var held = (await prometheus.SamplesAsync("{__name__=~\"random.*\"}")).OrderBy(series => series.Key, StringComparer.Ordinal).ToArray();
        Assert.Equal(expected.Keys, held.Select(series => series.Key));
        foreach (var (series, samples) in held)
            Assert.Equal(expected[series], samples);
        foreach (var table in tables)
            table.Dispose();
    }

    /// <summary>A table with random columns, and a model of what its rows come to.</summary>
    private sealed class RandomTable : IDisposable
    {
        private readonly string _name;
        private readonly SortedDictionary<string, List<(long Time, double Value)>> _expected;
        private readonly string[] _labels;
        private readonly ColumnSchema[] _values;
        private readonly bool _isDelta;
        private readonly Rows _rows;
        private readonly Dictionary<string, long> _last = [];
        private readonly Dictionary<string, double[]> _sums = [];

        public RandomTable(Random random, string name, bool isDelta, SortedDictionary<string, List<(long, double)>> expected)
        {
            (_name, _isDelta, _expected) = (name, isDelta, expected);
            var temporality = _isDelta ? Temporality.Delta : Temporality.Cumulative;
            string[] labels = ["A", "b", "kk", "z_9", "_u"];
            random.Shuffle(labels);
            _labels = labels[..random.Next(4)];
            _values = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(i => random.Next(2) == 0
                ? Columns.Counter($"c{i}", "By", ColumnType.I64, temporality)
                : Columns.Gauge($"g{i}", "ms", ColumnType.F64, temporality))];
            Schema = Columns.Table(name, [new ColumnSchema("time", ColumnType.Time), .. _labels.Select(label => Columns.Label(label)), .. _values]);
            _rows = new Rows(Schema);
        }

        public TableSchema Schema { get; }

        /// <summary>Rows that came too late to be sent.</summary>
        public int Late { get; private set; }

        public RecordBatch Batch(Random random, long time)
        {
            for (var i = random.Next(1, 12); i > 0; i--)
                Add(random, time - random.Next(0, 1_000));
            return _rows.Build();
        }

        public void Dispose() => _rows.Dispose();

        private void Add(Random random, long time)
        {
            var labels = _labels.Select(_ => random.Next(4) switch { 0 => "", 1 => "x", 2 => "é\"", _ => "y z" }).ToArray();
            object[] values = [.. _values.Select(value => value.Type == ColumnType.I64 ? (object)(long)random.Next(1_000) : random.Next(1_000) / 8.0)];
            _rows.Add([time * 1_000_000, .. labels, .. values]);
            var key = string.Join('|', labels);
            if (_last.TryGetValue(key, out var last) && time <= last)
            {
                if (!_isDelta)
                {
                    Late++;
                    return;
                }

                time = last + 1;
            }

            _last[key] = time;
            var sums = _sums.TryGetValue(key, out var kept) ? kept : _sums[key] = new double[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var value = Convert.ToDouble(values[i], CultureInfo.InvariantCulture);
                sums[i] = _isDelta ? sums[i] + value : value;
                var series = NameOf(_values[i], labels);
                if (!_expected.TryGetValue(series, out var samples))
                    _expected[series] = samples = [];
                samples.Add((time, _values[i].Instrument == Instrument.Gauge ? sums[i] / 1e3 : sums[i]));
            }
        }

        private string NameOf(ColumnSchema column, string[] labels)
        {
            var stem = _values.Length == 1 ? _name : $"{_name}_{column.Name}";
            var name = column.Instrument == Instrument.Gauge ? $"{stem}_seconds" : $"{stem}_bytes_total";
            return string.Join(
                ',',
                _labels.Zip(labels).Where(pair => pair.Second.Length > 0).Append(("__name__", name)).OrderBy(pair => pair.Item1, StringComparer.Ordinal).Select(pair => $"{pair.Item1}={pair.Item2}"));
        }
    }
}
