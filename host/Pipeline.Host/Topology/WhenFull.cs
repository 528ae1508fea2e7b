namespace Pipeline.Host.Topology;

/// <summary>What an edge does with a batch it has no room for.</summary>
internal enum WhenFull
{
    /// <summary>Makes the producer wait, and with it the producer's other edges.</summary>
    Block,

    /// <summary>Drops the batch that came.</summary>
    DropNewest,

    /// <summary>Drops batches that waited longest until there is room.</summary>
    DropOldest,
}
