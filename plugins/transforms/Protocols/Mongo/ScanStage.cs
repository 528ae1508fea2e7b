namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Where <see cref="MessageScan"/> stands in a message.</summary>
internal enum ScanStage : byte
{
    /// <summary>What comes is of no interest, or is not what it should be.</summary>
    Off,
    Head,

    /// <summary>The kind of the next section of OP_MSG.</summary>
    Section,

    /// <summary>Documents of a section, up to its end.</summary>
    Sequence,

    /// <summary>Documents up to the message's end.</summary>
    Documents,

    /// <summary>Elements of a document.</summary>
    Elements,
}
