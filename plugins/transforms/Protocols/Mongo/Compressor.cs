namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>How a message was compressed; the values are those of column <c>compression</c>, one more than on the wire.</summary>
internal enum Compressor : byte
{
    /// <summary>It was not.</summary>
    None,
    Noop,
    Snappy,
    Zlib,
    Zstd,
}
