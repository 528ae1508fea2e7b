namespace Pipeline.Host.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Something failed while running.</summary>
    public const int Failed = 1;

    public const int WrongCommandLine = 2;

    /// <summary>EX_CONFIG of sysexits.h, which systemd knows too.</summary>
    public const int BadConfiguration = 78;
}
