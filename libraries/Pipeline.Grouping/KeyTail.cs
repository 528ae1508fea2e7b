namespace Pipeline.Grouping;

/// <summary>Where in a <see cref="KeyHeap"/> the variable part of a key lies.</summary>
internal readonly record struct KeyTail(int Block, int Offset, int Length);
