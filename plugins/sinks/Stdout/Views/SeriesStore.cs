using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>The series of one metric table.</summary>
internal sealed class SeriesStore
{
    private readonly MetricColumns _columns;
    private readonly SeriesBudget _budget;
    private readonly LabelRow _labels;
    private readonly Dictionary<byte[], Series> _byLabels = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], Series>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private bool _isSwept;
    private long _created;

    public SeriesStore(MetricColumns columns, SeriesBudget budget)
    {
        _columns = columns;
        _budget = budget;
        _labels = new LabelRow(columns.Schema, columns.Labels);
        _lookup = _byLabels.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public void Open(RecordBatch batch) => _labels.Open(batch);

    /// <summary>Takes a row in; false: it is of a new series, and there is no room for one more.</summary>
    public bool TryTake(RecordBatch batch, int row, long time)
    {
        var labels = _labels.Read(batch, row);
        if (!_lookup.TryGetValue(labels, out var series))
        {
            if (TryAdd(labels) is not { } added)
                return false;
            series = added;
        }

        var start = _columns.Start >= 0 ? batch.Column<long>(_columns.Start)[row] : batch.Origin.Epoch;
        if (!_columns.IsOfInterval && !IsNews(series, start, time))
            return true;
        series.Start = _columns.IsOfInterval && series.IsSeen ? Math.Min(series.Start, start) : start;
        series.Time = Math.Max(series.Time, time);
        series.IsSeen = true;
        foreach (var value in _columns.Values)
            value.Take(batch.Cell(value.Ordinal, row), PieceOf(value, series.Latest), PieceOf(value, series.Shown));
        return true;
    }

    /// <summary>Puts what there is to show into the list.</summary>
    public void Collect(List<Series> into)
    {
        foreach (var series in _byLabels.Values)
            if (_columns.Moves ? HasMoved(series) : series.IsSeen)
                into.Add(series);
    }

    /// <summary>Begins the next view.</summary>
    public void Turn()
    {
        _isSwept = false;
        foreach (var series in _byLabels.Values)
        {
            series.IsSeen = false;
            foreach (var value in _columns.Values)
                value.Turn(PieceOf(value, series.Shown));
        }
    }

    /// <summary>Appends a row for a series.</summary>
    public void Write(BatchBuilder builder, Series series, long notBefore)
    {
        builder.AddRow();
        if (_columns.Time >= 0)
            builder.Set(_columns.Time, series.Time);
        if (_columns.Start >= 0)
            builder.Set(_columns.Start, Math.Max(series.Start, notBefore));
        _labels.Write(builder, series.Labels);
        foreach (var value in _columns.Values)
            builder.Set(value.Ordinal, value.Cell(PieceOf(value, series.Shown)));
    }

    public static Span<byte> PieceOf(ValueColumn value, byte[] values) => values.AsSpan(value.Offset, value.Size);

    /// <summary>Running totals that are older than those at hand say nothing; a later start makes all of them begin at zero.</summary>
    private bool IsNews(Series series, long start, long time)
    {
        if (start < series.Start || (start == series.Start && time < series.Time))
            return false;
        if (start > series.Start)
            foreach (var value in _columns.Values)
                value.Clear(PieceOf(value, series.Latest));
        return true;
    }

    private bool HasMoved(Series series)
    {
        foreach (var value in _columns.Values)
            if (value.HasMoved(PieceOf(value, series.Shown)))
                return true;
        return false;
    }

    private Series? TryAdd(ReadOnlySpan<byte> labels)
    {
        var bytes = Series.BytesOf(labels.Length, _columns.Size);
        if (!_budget.TryTake(bytes) && !(MakeRoom() && _budget.TryTake(bytes)))
            return null;
        var series = new Series(labels.ToArray(), _columns.Size, _created++);
        foreach (var value in _columns.Values)
        {
            value.Clear(PieceOf(value, series.Latest));
            value.Clear(PieceOf(value, series.Shown));
        }

        _byLabels.Add(series.Labels, series);
        return series;
    }

    /// <summary>Lets series go that have nothing to show and were not read since the last view: most likely they are no more. It takes a walk over all, once a view.</summary>
    private bool MakeRoom()
    {
        if (_isSwept)
            return false;
        _isSwept = true;
        var gone = _byLabels.Values.Where(series => !series.IsSeen && !HasMoved(series)).ToArray();
        foreach (var series in gone)
        {
            _byLabels.Remove(series.Labels);
            _budget.Give(series.Bytes);
        }

        return gone.Length > 0;
    }
}
