using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>What one aggregation keeps of a group: a part of the group's state.</summary>
internal abstract unsafe class ValueState : GroupState
{
    /// <summary>Takes in the rows of a window.</summary>
    /// <param name="table">The groups.</param>
    /// <param name="offset">Where in a group's state this part lies.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="operands">What the aggregation is about.</param>
    public abstract void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands);

    /// <summary>By what groups are ordered; NaN where there is nothing.</summary>
    public abstract double Rank(byte* state);
}
