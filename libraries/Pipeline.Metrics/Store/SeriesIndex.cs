using System.Runtime.CompilerServices;
using System.Text;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Labels;
using Pipeline.Text;

namespace Pipeline.Metrics.Store;

/// <summary>
/// The series of one table by their labels: finds or makes that of a row and updates it. A series has a place, which another gets when it has gone. Who uses it from
/// several threads brings a lock.
/// </summary>
internal sealed class SeriesIndex
{
    private readonly SeriesBudget _budget;
    private readonly BirthOrder _births;
    private readonly RowValues _values;
    private readonly SeriesClock _clock;
    private readonly Dictionary<byte[], int> _places = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byLabels;
    private readonly List<Series?> _series = [];
    private readonly Stack<int> _free = [];
    private readonly LabelKey _key = new();
    private readonly string _host;
    private byte[] _foreignHost = [];
    private string _source = "";
    private RecordBatch _batch = null!;

    /// <param name="binding">What the table's columns are.</param>
    /// <param name="host">This machine: rows of others carry their host's name.</param>
    /// <param name="budget">Shared by all tables.</param>
    /// <param name="births">Shared by all tables.</param>
    /// <param name="clock">Shared by all tables.</param>
    public SeriesIndex(TableBinding binding, string host, SeriesBudget budget, BirthOrder births, SeriesClock clock)
    {
        Binding = binding;
        (_host, _budget, _births, _clock) = (host, budget, births, clock);
        _values = new RowValues(binding);
        _byLabels = _places.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public TableBinding Binding { get; }

    /// <summary>Places there are, those of series that have gone among them.</summary>
    public int Places => _series.Count;

    /// <summary>The series at a place; null where it has gone.</summary>
    public Series? this[int place] => _series[place];

    /// <summary>Turns to a batch of the table.</summary>
    public void Open(RecordBatch batch)
    {
        (_batch, _source) = (batch, batch.Origin.Source);
        _foreignHost = batch.Origin.Host == _host ? [] : Encoding.UTF8.GetBytes(batch.Origin.Host);
        foreach (var label in Binding.Labels)
            label.Open(batch);
    }

    /// <summary>The place of the series of a row of the batch at hand, made if there is none; -1 where the row is not taken, and why.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">In ticks of the clock.</param>
    /// <param name="reason">Why it is not taken, if it is not.</param>
    public int Find(int row, long now, out Refusal reason)
    {
        ReadLabels(row);
        if (_key.IsTooLong)
            return Refuse(Refusal.LabelsTooLong, out reason);
        if (!_values.AreSound(_batch, row))
            return Refuse(Refusal.NotACount, out reason);
        reason = Refusal.SeriesFull;
        if (!_byLabels.TryGetValue(_key.Written, out var place))
            return Add(now);
        var series = _series[place]!;
        if (_clock.IsOver(series.Updated, now))
        {
            Remove(place);
            return Add(now);
        }

        reason = Refusal.OtherSource;
        return _values.AreExclusive && series.Source != _source ? -1 : place;
    }

    /// <summary>Puts the values of a row of the batch at hand into its series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(int place, int row, long now)
    {
        var series = _series[place]!;
        _values.Update(series, _batch, row);
        series.Updated = now;
    }

    /// <summary>Lets a series go.</summary>
    public void Remove(int place)
    {
        _places.Remove(_series[place]!.Labels);
        _series[place] = null;
        _free.Push(place);
        _budget.Expire(Binding.Values.Count);
    }

    private static int Refuse(Refusal why, out Refusal reason)
    {
        reason = why;
        return -1;
    }

    private void ReadLabels(int row)
    {
        _key.Clear();
        foreach (var label in Binding.Labels)
        {
            label.Write(_key.Begin(), row);
            _key.End();
        }

        TextLabel.Write(_key.Begin(), _foreignHost);
        _key.End();
    }

    private int Add(long now)
    {
        if (!_budget.TryTake(Binding.Values.Count))
            return -1;
        var labels = _key.Written.ToArray();
        var series = new Series(labels, Binding.Numbers, Binding.Histograms, _births.Next())
        {
            Source = _source,
            Updated = now,
            Start = _values.AreExclusive ? _batch.Origin.Epoch : _clock.UnixNow,
        };
        if (!_free.TryPop(out var place))
        {
            place = _series.Count;
            _series.Add(null);
        }

        _series[place] = series;
        _places.Add(labels, place);
        return place;
    }
}
