namespace Pipeline;

/// <summary>Something that only one component can have.</summary>
/// <param name="What">Its name for people, equal for all who claim it: <c>tcp 127.0.0.1:9435</c>.</param>
/// <param name="Key">Dotted path of the option below the component that says so.</param>
public sealed record Claim(string What, string Key);
