namespace Pipeline.Host.Cli.Doctor;

/// <summary>How something on this machine is, for our purposes.</summary>
internal enum Health
{
    Ok,

    /// <summary>Something is missing that not every configuration needs, or that programs have an alternative for.</summary>
    Limited,

    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>Something needed does not work.</summary>
    Failed,
}
