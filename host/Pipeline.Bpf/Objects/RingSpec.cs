namespace Pipeline.Bpf;

/// <summary>A ring buffer of an object.</summary>
/// <param name="Name">The map's name.</param>
/// <param name="Bytes">Its size unless set otherwise: a power of two, a multiple of the page size.</param>
public sealed record RingSpec(string Name, long Bytes);
