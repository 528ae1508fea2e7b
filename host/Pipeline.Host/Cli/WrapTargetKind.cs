namespace Pipeline.Host.Cli;

/// <summary>Where <c>wrap</c> found a name.</summary>
internal enum WrapTargetKind
{
    /// <summary>A file in the installation's pipelines folder.</summary>
    Pipeline,

    /// <summary>A source plugin.</summary>
    Source,

    /// <summary>A kernel program, run by the source <c>bpf</c>.</summary>
    Object,
}
