namespace Pipeline.Otlp;

/// <summary>What came of rows that were to be appended.</summary>
/// <param name="Rows">Rows that are in the request now.</param>
/// <param name="Items">Log records, spans or data points that they became.</param>
internal readonly record struct Appended(int Rows, int Items);
