namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What in a reply comes next.</summary>
internal enum ReplyStage : byte
{
    /// <summary>The type of a value.</summary>
    Type,

    /// <summary>The rest of a line of any length.</summary>
    Line,

    /// <summary>The rest of a string of known length.</summary>
    Bulk,

    /// <summary>The length of the next part of a string that comes in parts.</summary>
    Part,

    /// <summary>The rest of such a part.</summary>
    PartBulk,
}
