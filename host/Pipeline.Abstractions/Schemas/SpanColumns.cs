namespace Pipeline;

/// <summary>Which columns of a span table say when it began, how long it took, how it ended and what it was.</summary>
public sealed record SpanColumns(string Start, string Duration, string Status, string Name);
