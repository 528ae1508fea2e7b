namespace Pipeline.Transforms.Protocols.Http;

/// <summary>How a body is compressed.</summary>
internal enum ContentCoding : byte
{
    Identity,
    Gzip,
    Deflate,
    Brotli,

    /// <summary>Some way that is not undone here.</summary>
    Other,
}
