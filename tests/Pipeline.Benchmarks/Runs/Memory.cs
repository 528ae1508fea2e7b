using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Memory of a process, as /proc tells it.</summary>
internal static class Memory
{
    /// <summary>A line of its status: VmRSS, RssAnon, RssShmem.</summary>
    internal static double MebibytesOf(int process, string key) => NumberIn($"/proc/{process}/status", key) / 1024;

    /// <summary>What the kernel holds for the BPF maps it has open.</summary>
    internal static double MebibytesOfMaps(int process) =>
        Directory.GetFiles($"/proc/{process}/fd")
            .Where(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)?.Name.EndsWith("bpf-map", StringComparison.Ordinal) == true)
            .Sum(fd => NumberIn($"/proc/{process}/fdinfo/{Path.GetFileName(fd)}", "memlock")) / (1 << 20);

    // "VmRSS:     80000 kB"; a map's memlock is in bytes.
    private static double NumberIn(string file, string key)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(key + ":", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
