using System.Runtime.InteropServices;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Which kernel and system this is.</summary>
internal sealed class KernelCheck : ICheck
{
    private const string Release = "/proc/sys/kernel/osrelease";

    public IEnumerable<Finding> Run() =>
        [new(Health.Ok, "kernel", $"Linux {File.ReadAllText(Release).Trim()}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}, {RuntimeInformation.OSDescription}")];
}
