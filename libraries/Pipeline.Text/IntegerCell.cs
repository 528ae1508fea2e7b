using System.Runtime.InteropServices;

namespace Pipeline.Text;

/// <summary>Integer cells of any width as 64 bits.</summary>
internal static class IntegerCell
{
    /// <summary>The value, sign- or zero-extended.</summary>
    public static long Read(ReadOnlySpan<byte> cell, bool signed) => (cell.Length, signed) switch
    {
        (1, true) => (sbyte)cell[0],
        (1, false) => cell[0],
        (2, true) => MemoryMarshal.Read<short>(cell),
        (2, false) => MemoryMarshal.Read<ushort>(cell),
        (4, true) => MemoryMarshal.Read<int>(cell),
        (4, false) => MemoryMarshal.Read<uint>(cell),
        _ => MemoryMarshal.Read<long>(cell),
    };

    /// <summary>A declared value as <see cref="Read"/> would answer it: names may be declared with a sign that the cell does not have.</summary>
    public static long Narrow(long value, ColumnType type)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        MemoryMarshal.Write(bytes, value);
        return Read(bytes[..type.Width], type.Signed);
    }
}
