namespace Pipeline.Sinks.Null;

/// <summary>There is nothing to choose.</summary>
internal sealed record NullOptions;
