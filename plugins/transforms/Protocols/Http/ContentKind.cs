namespace Pipeline.Transforms.Protocols.Http;

/// <summary>What a body is, by its content type. The first three are the column's values.</summary>
internal enum ContentKind : byte
{
    /// <summary>No content type.</summary>
    Unknown,
    Json,
    Grpc,

    /// <summary>Some other text.</summary>
    Text,

    /// <summary>No text.</summary>
    Binary,
}
