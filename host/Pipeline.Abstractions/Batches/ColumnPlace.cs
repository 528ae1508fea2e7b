namespace Pipeline;

/// <summary>Where a column's cells lie in a batch.</summary>
/// <param name="Block">Index of the block with the rows.</param>
/// <param name="Offset">Bytes from the start of a row.</param>
/// <param name="Heap">Index of the heap block of a variable column; -1 for a fixed one.</param>
public readonly record struct ColumnPlace(int Block, int Offset, int Heap = -1);
