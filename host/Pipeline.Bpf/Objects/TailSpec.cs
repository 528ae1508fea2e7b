namespace Pipeline.Bpf;

/// <summary>Variable bytes behind a record's struct.</summary>
/// <param name="LengthOffset">Where in the struct their number stands, a u32.</param>
/// <param name="CellOffset">Where in the row their heap cell goes.</param>
internal readonly record struct TailSpec(int LengthOffset, int CellOffset);
