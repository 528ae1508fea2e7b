namespace Pipeline.Host.Cli.Doctor;

/// <summary>What the kernel denies even to root.</summary>
internal sealed class LockdownCheck : ICheck
{
    private const string Subject = "lockdown";
    private const string FileSystem = "securityfs";
    private const string MountPoint = "/sys/kernel/security";

    public IEnumerable<Finding> Run()
    {
        yield return Look();
    }

    private static Finding Look()
    {
        // In a container it may be mounted only below the machine's root folder.
        if (Mounts.Of(FileSystem) is not [var place, ..])
            return new Finding(Health.Unknown, Subject, $"{FileSystem} is not mounted, so it cannot be read", $"to know: mount -t {FileSystem} {FileSystem} {MountPoint}");
        try
        {
            // The level in force stands in brackets: none [integrity] confidentiality.
            var levels = File.ReadAllText($"{place}/lockdown");
            var level = levels[(levels.IndexOf('[', StringComparison.Ordinal) + 1)..levels.IndexOf(']', StringComparison.Ordinal)];
            return level == "confidentiality"
                ? new Finding(Health.Limited, Subject, $"{level}: programs cannot read kernel memory through helpers, and tracefs and kprobes are closed; those that read through BTF work", "boot with lockdown=integrity if that is acceptable")
                : new Finding(Health.Ok, Subject, $"{level}, which is no hindrance");
        }
        catch (FileNotFoundException)
        {
            return new Finding(Health.Ok, Subject, "this kernel has none");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Health.Unknown, Subject, $"cannot be read: {e.Message}", "to know, run as root");
        }
    }
}
