namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>What became of a block of fields.</summary>
internal enum BlockResult
{
    Read,

    /// <summary>It is none, or refers to what is not there.</summary>
    Invalid,

    /// <summary>It becomes more than anybody takes: it was not read to its end.</summary>
    TooLong,
}
