namespace Pipeline;

/// <summary>How far a kernel program came.</summary>
public enum ProgramState
{
    /// <summary>Another variant does its job.</summary>
    NotTried,

    /// <summary>The verifier took it; it is not attached.</summary>
    Verified,

    /// <summary>It runs.</summary>
    Attached,

    /// <summary>The verifier or the kernel refused to load it.</summary>
    LoadRefused,

    /// <summary>The kernel refused to attach it.</summary>
    AttachRefused,
}
