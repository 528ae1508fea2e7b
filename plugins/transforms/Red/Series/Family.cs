using System.Collections.Immutable;
using Pipeline.Grouping;
using Pipeline.Transforms.Red.Conventions;
using Pipeline.Transforms.Red.Inputs;

namespace Pipeline.Transforms.Red.Series;

/// <summary>The series of one convention: metrics with the same labels, found once a call.</summary>
internal sealed unsafe class Family : IDisposable
{
    private readonly Convention _convention;
    private readonly ByColumns _by;
    private readonly SeriesKey _key;
    private readonly FamilyState _state;
    private readonly ImmutableArray<Metric> _metrics;

    public Family(Convention convention, ByColumns by, RedOptions options, IComponentContext context)
    {
        (_convention, _by, _metrics) = (convention, by, convention.Metrics);
        ImmutableArray<ColumnSchema> labels = [.. convention.Labels, .. by.Labels, Label.Overflow];
        var keys = KeySchema.Made(labels, labels.Length - 1);
        _key = new SeriesKey(keys);
        _state = new FamilyState(_metrics);
        Tables = [.. _metrics.Select(m => m.Table(keys, options.Temporality))];
        Groups = new Groups(options, context, keys, _state, [.. _metrics.Select((m, i) => new GroupOutput(Tables[i], m.Figure, _state.Offsets[i]))]);
    }

    /// <summary>The tables emitted, one a metric.</summary>
    public ImmutableArray<TableSchema> Tables { get; }

    public Groups Groups { get; }

    /// <summary>Takes a call in, after <see cref="GroupTable.Prepare"/>.</summary>
    public void Add(in Call call)
    {
        _key.Begin();
        _convention.WriteKey(call, _key);
        _by.Write(call.Batch, call.Row, _key);
        _key.Number(false);
        var state = Groups.Table.State(_key.FindIn(Groups.Table));
        for (var i = 0; i < _metrics.Length; i++)
            if (_convention.Observe(call, i) is >= 0 and var value)
                _metrics[i].Figure.Add(state + _state.Offsets[i], value);
    }

    public void Dispose() => Groups.Dispose();
}
