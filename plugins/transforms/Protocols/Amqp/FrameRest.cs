namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>What is left of a frame that is read as it comes.</summary>
internal struct FrameRest
{
    /// <summary>Bytes, with the one that ends it; 0: none is being read.</summary>
    public ulong Left { get; set; }

    /// <summary>Whether it is a part of a body, and not the end of something too long to be read.</summary>
    public bool IsBody { get; init; }

    public ushort Channel { get; init; }

    public readonly bool IsActive => Left > 0;
}
