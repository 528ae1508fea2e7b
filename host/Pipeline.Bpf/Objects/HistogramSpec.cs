namespace Pipeline.Bpf;

/// <summary>A histogram in a map's value: u64 counts and the u64 sum of what was counted.</summary>
/// <param name="SumOffset">Where in the value the sum stands.</param>
/// <param name="SlotsOffset">Where in the value the counts begin.</param>
/// <param name="Slots">How many counts.</param>
/// <param name="CellOffset">Where in the row its heap cell goes.</param>
internal readonly record struct HistogramSpec(int SumOffset, int SlotsOffset, int Slots, int CellOffset);
