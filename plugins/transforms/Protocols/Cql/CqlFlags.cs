namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Flags of an envelope.</summary>
[Flags]
internal enum CqlFlags : byte
{
    None = 0,
    Compressed = 1,
    Tracing = 2,
    CustomPayload = 4,
    Warning = 8,

    /// <summary>A version that is not final: none that is read here.</summary>
    Beta = 16,
}
