namespace Pipeline.Bpf;

/// <summary>Where the machine's cgroups (version 2) are.</summary>
public static class Cgroups
{
    /// <summary>
    /// The folders their file system is mounted at, those below the machine's root first: the one that a container has of its own may begin at the container's cgroup.
    /// </summary>
    /// <param name="hostRoot">Where this process sees the machine's root folder.</param>
    public static IReadOnlyList<string> Mounts(string hostRoot)
    {
        ArgumentNullException.ThrowIfNull(hostRoot);
        var below = $"{hostRoot.TrimEnd('/')}/";
        return
        [
            // Spaces in paths are written \040.
            .. File.ReadLines("/proc/self/mounts")
                .Select(line => line.Split(' '))
                .Where(words => words is [_, _, "cgroup2", ..])
                .Select(words => words[1].Replace("\\040", " ", StringComparison.Ordinal))
                .OrderBy(place => !place.StartsWith(below, StringComparison.Ordinal)),
        ];
    }
}
