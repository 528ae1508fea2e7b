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

    /// <summary>Where this process sees the machine's root folder: <c>/</c>, or in a container the folder it is mounted at.</summary>
    public string HostRoot { get; init; } = MachinePath.Root;

    /// <summary>This process as the kernel and the machine's /proc number it; 0 where a pid namespace hides that.</summary>
    public int ProcessId { get; init; } = Environment.ProcessId;

    /// <summary>
    /// Where this process reaches what the machine has at an absolute path: whatever is about the machine and its processes (/proc, cgroups, executables and libraries)
    /// is looked up through this. Its own /proc/self, and files that the user names for this process, are not.
    /// </summary>
    public string OnHost(string path) => MachinePath.Below(HostRoot, path);
}
