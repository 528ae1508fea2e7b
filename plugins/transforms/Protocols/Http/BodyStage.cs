namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Where in a body a reader is.</summary>
internal enum BodyStage : byte
{
    /// <summary>There is none, or it has been read.</summary>
    None,
    Fixed,
    ChunkSize,
    ChunkExtension,
    ChunkData,
    ChunkEnd,
    TrailerStart,
    Trailer,
    UntilClose,
}
