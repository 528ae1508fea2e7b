namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>What came of looking a row up.</summary>
internal enum Match : byte
{
    /// <summary>The row has nothing to be looked up by.</summary>
    None,

    /// <summary>It is a pod's.</summary>
    Pod,

    /// <summary>It is of a process, or an address, of a node and of no pod.</summary>
    Host,

    /// <summary>Nobody told in time whose it is.</summary>
    Unknown,
}
