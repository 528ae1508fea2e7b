namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>What came of a request; the values are those of column <c>status</c>.</summary>
internal enum MuxStatus : byte
{
    Ok,

    /// <summary>Who serves could not do it.</summary>
    Error,

    /// <summary>It was not done, and may be tried elsewhere.</summary>
    Nack,

    /// <summary>The message itself was refused (Rerr).</summary>
    Refused,

    /// <summary>No answer is due.</summary>
    None,
}
