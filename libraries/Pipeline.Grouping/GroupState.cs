namespace Pipeline.Grouping;

/// <summary>What is kept of a group's rows, and how it becomes cells.</summary>
internal abstract unsafe class GroupState : RecordState
{
    /// <summary>Whether there is anything to tell of a group.</summary>
    public virtual bool IsTold(byte* state) => true;

    /// <summary>Sets the value cells of the last row, from column <paramref name="ordinal"/> on.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for a cell.</exception>
    public abstract void Write(byte* state, BatchBuilder rows, int ordinal);
}
