using System.Collections.Immutable;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>What is kept of a series for all metrics that share its labels, one behind the other.</summary>
internal sealed unsafe class FamilyState : RecordState
{
    private readonly ImmutableArray<Metric> _metrics;

    public FamilyState(ImmutableArray<Metric> metrics)
    {
        _metrics = metrics;
        var offsets = ImmutableArray.CreateBuilder<int>(metrics.Length);
        foreach (var metric in metrics)
        {
            offsets.Add(Size);
            Size += metric.Figure.Size;
        }

        Offsets = offsets.MoveToImmutable();
    }

    public override int Size { get; }

    /// <summary>Where each metric's part begins.</summary>
    public ImmutableArray<int> Offsets { get; }

    public override void Begin(byte* state)
    {
        for (var i = 0; i < _metrics.Length; i++)
            _metrics[i].Figure.Begin(state + Offsets[i]);
    }
}
