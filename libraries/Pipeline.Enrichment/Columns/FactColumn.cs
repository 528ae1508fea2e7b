namespace Pipeline.Enrichment;

/// <summary>A column that rows get.</summary>
/// <param name="Column">Its name, type and meaning.</param>
/// <param name="Cell">Which of a fact's cells it shows.</param>
public sealed record FactColumn(ColumnSchema Column, int Cell);
