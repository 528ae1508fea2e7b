namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>What a packet is for its response.</summary>
internal enum MyProgress : byte
{
    /// <summary>More of it comes.</summary>
    More,

    /// <summary>It is the last.</summary>
    Ended,

    /// <summary>It is none of such a response.</summary>
    Misfit,
}
