namespace Pipeline.Expressions.Syntax;

/// <summary>What a unit measures, in how many nanoseconds or bytes.</summary>
internal sealed record Unit(string Name, Dimension Dimension, long Scale);
