namespace Pipeline.Enrichment;

/// <summary>Where a fact's cell goes.</summary>
/// <param name="Cell">Which of the fact's.</param>
/// <param name="Offset">Bytes from the start of a row of the added block.</param>
/// <param name="IsVariable">Whether its bytes go into the heap.</param>
internal readonly record struct FactCell(int Cell, int Offset, bool IsVariable);
