namespace Pipeline;

/// <summary>What all components of a host share.</summary>
/// <param name="HostName">This machine's name, as rows' origin tells it.</param>
/// <param name="InstallDirectory">Where the host is installed: <c>bpf/</c>, <c>plugins/</c> and <c>pipelines/</c> lie in it.</param>
/// <param name="Time">The clock that every wait uses.</param>
/// <param name="IncludeSelf">Whether rows about the host's own process are wanted.</param>
public sealed record HostEnvironment(string HostName, string InstallDirectory, TimeProvider Time, bool IncludeSelf = false)
{
    /// <summary>Where components keep state between runs, by <c>[pipeline] data_dir</c>. May not be there yet; whoever writes to it makes it.</summary>
    public string DataDirectory { get; init; } = "/var/lib/pipeline";
}
