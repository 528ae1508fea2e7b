namespace Pipeline.Sinks.File;

/// <summary>When rows are on the disk, and not only with the system.</summary>
internal enum FsyncPolicy
{
    /// <summary>When the system sees fit: what a host process wrote survives its own end, not that of the machine.</summary>
    Never,

    /// <summary>Before a write counts as delivered.</summary>
    EveryWrite,
}
