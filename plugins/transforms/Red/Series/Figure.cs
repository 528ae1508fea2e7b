using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>What is kept of a series for one metric.</summary>
internal abstract unsafe class Figure : GroupState
{
    /// <summary>Takes a value in, in the unit that it is measured in.</summary>
    public abstract void Add(byte* state, long value);
}
