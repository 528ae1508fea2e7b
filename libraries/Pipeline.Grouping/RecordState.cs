namespace Pipeline.Grouping;

/// <summary>What is kept of a group: bytes in its record, which may be moved.</summary>
internal abstract unsafe class RecordState
{
    /// <summary>Bytes, in whole words.</summary>
    public abstract int Size { get; }

    /// <summary>Makes the state of a group without rows.</summary>
    public abstract void Begin(byte* state);
}
