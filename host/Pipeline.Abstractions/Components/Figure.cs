namespace Pipeline;

/// <summary>One figure of a component's own.</summary>
/// <param name="Name">What it tells, snake_case, with the unit behind it where it has one: <c>sent_bytes</c>, <c>round_trip_ns</c>.</param>
/// <param name="Of">Of which of several things, such as an address; empty: of the component as a whole.</param>
/// <param name="Instrument">A counter, which only rises as long as the instance lives, or a gauge.</param>
/// <param name="Value">The value.</param>
public readonly record struct Figure(string Name, string Of, Instrument Instrument, long Value);
