namespace Pipeline.Bpf;

/// <summary>A counter or gauge in a map's value.</summary>
/// <param name="Offset">Where in the value.</param>
/// <param name="Width">Its bytes there: 1, 2, 4 or 8.</param>
/// <param name="Signed">Whether its highest bit is a sign.</param>
/// <param name="Greatest">Whether the greatest of the CPUs counts instead of their sum.</param>
/// <param name="CellOffset">Where in the row its 8 bytes go.</param>
internal readonly record struct FigureSpec(int Offset, int Width, bool Signed, bool Greatest, int CellOffset);
