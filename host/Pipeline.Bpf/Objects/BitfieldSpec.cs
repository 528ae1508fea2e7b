namespace Pipeline.Bpf;

/// <summary>A bitfield that becomes a column.</summary>
/// <param name="BitOffset">Bits from the start of the struct.</param>
/// <param name="BitSize">Bits.</param>
/// <param name="Signed">Whether its highest bit is a sign.</param>
/// <param name="CellOffset">Where in the row the extracted value goes.</param>
/// <param name="Width">Bytes of the extracted value.</param>
internal readonly record struct BitfieldSpec(int BitOffset, int BitSize, bool Signed, int CellOffset, int Width);
