using Pipeline.Grouping;
using Pipeline.Transforms.Aggregate.States;

namespace Pipeline.Transforms.Aggregate;

/// <summary>Puts groups in the order of one of their values, the greatest first.</summary>
/// <param name="state">What is kept of them.</param>
/// <param name="part">The value.</param>
internal sealed unsafe class GroupOrder(AggregateState state, int part)
{
    private double[] _ranks = [];

    public void Sort(GroupTable table, Span<int> groups)
    {
        if (_ranks.Length < groups.Length)
            _ranks = new double[groups.Length];
        var ranks = _ranks.AsSpan(0, groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            var rank = state.Rank(part, table.State(groups[i]));
            // What has no value comes last.
            ranks[i] = double.IsNaN(rank) ? double.PositiveInfinity : -rank;
        }

        ranks.Sort(groups);
    }
}
