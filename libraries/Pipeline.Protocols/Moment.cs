namespace Pipeline.Protocols;

/// <summary>When the bytes of a view were moved, in nanoseconds on the input's clock.</summary>
/// <param name="First">The first byte.</param>
/// <param name="Last">The last byte.</param>
public readonly record struct Moment(long First, long Last);
