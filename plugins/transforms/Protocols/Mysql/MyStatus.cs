namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>How a request ended.</summary>
internal enum MyStatus : byte
{
    Unknown,

    /// <summary>There is no response to such a request.</summary>
    None,

    Ok,
    Error,
}
