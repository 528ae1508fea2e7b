using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Store;

/// <summary>A table, its series and what the receiver has of each.</summary>
internal sealed class RemoteTable
{
    private readonly List<SentSeries?> _sent = [];

    public RemoteTable(SeriesIndex index, IReadOnlyList<ConstantLabel> constants)
    {
        Index = index;
        Labels = new LabelLayout(index.Binding, constants);
        Columns = [.. index.Binding.Values.Select(column => new RemoteColumn(column))];
        IsDelta = index.Binding.Values.Any(column => column.IsDelta);
        Time = TimeColumn(index.Binding.Table);
    }

    public SeriesIndex Index { get; }

    public LabelLayout Labels { get; }

    public RemoteColumn[] Columns { get; }

    /// <summary>Whether rows are added up: then each counts, whenever it comes.</summary>
    public bool IsDelta { get; }

    /// <summary>The column that tells when a row's values were true; -1: they are true when they come.</summary>
    public int Time { get; }

    /// <summary>What the receiver has of the series at a place.</summary>
    public SentSeries Sent(int place)
    {
        while (_sent.Count <= place)
            _sent.Add(null);
        var birth = Index[place]!.Birth;
        return _sent[place] is { } sent && sent.Birth == birth ? sent : _sent[place] = new SentSeries(birth);
    }

    private static int TimeColumn(TableSchema table)
    {
        const string Usual = "time";
        var times = Enumerable.Range(0, table.Columns.Length)
            .Where(i => table.Columns[i] is { Instrument: null, Type.Kind: ColumnKind.Time } column && column.Name != table.StartTimeColumn)
            .ToArray();
        return times.Length == 0 ? -1 : times.FirstOrDefault(i => table.Columns[i].Name == Usual, times[0]);
    }
}
