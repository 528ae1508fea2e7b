using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>What a variable column keeps in the row: where in its heap the value lies.</summary>
/// <param name="Offset">Bytes from the start of the batch's heap slice.</param>
/// <param name="Length">Bytes.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct HeapCell(uint Offset, uint Length)
{
    /// <summary>Bytes of a cell.</summary>
    public const int Size = 8;
}
