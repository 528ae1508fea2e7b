using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>Finds the hierarchies of cgroups among the mounts of a process.</summary>
internal static class Mounts
{
    /// <summary>
    /// Each hierarchy once, those of version 2 last. Of several mounts of one the one below the machine's root is taken, then the one that shows most. Hierarchies without a
    /// controller whose figures are read, such as systemd's of version 1, are left out.
    /// </summary>
    /// <param name="mountinfo">Text of /proc/PID/mountinfo; lines of another shape are passed over.</param>
    /// <param name="hostRoot">Where this process sees the machine's root folder.</param>
    internal static IReadOnlyList<Hierarchy> Hierarchies(ReadOnlySpan<byte> mountinfo, ReadOnlySpan<byte> hostRoot)
    {
        var found = new List<Hierarchy>();
        while (!mountinfo.IsEmpty)
        {
            if (Read(Words.TakeLine(ref mountinfo)) is not { } hierarchy)
                continue;
            var same = found.FindIndex(other => other.Device == hierarchy.Device && other.Version == hierarchy.Version);
            if (same < 0)
                found.Add(hierarchy);
            else if (IsBetter(hierarchy, found[same], hostRoot))
                found[same] = hierarchy;
        }

        return [.. found.OrderBy(hierarchy => hierarchy.Version)];
    }

    private static bool IsBetter(Hierarchy one, Hierarchy other, ReadOnlySpan<byte> hostRoot)
    {
        var (oneBelow, otherBelow) = (IsBelow(one.Place, hostRoot), IsBelow(other.Place, hostRoot));
        return oneBelow != otherBelow ? oneBelow : one.Root.Length < other.Root.Length;
    }

    private static bool IsBelow(ReadOnlySpan<byte> place, ReadOnlySpan<byte> root)
    {
        root = root.TrimEnd((byte)'/');
        return place.Length > root.Length + 1 && place.StartsWith(root) && place[root.Length] == '/';
    }

    // 36 35 98:0 /root /place options [tags...] - type source options
    private static Hierarchy? Read(ReadOnlySpan<byte> line)
    {
        Words.TakeWord(ref line);
        Words.TakeWord(ref line);
        if (!DeviceNumber.TryRead(Words.TakeWord(ref line), out var device))
            return null;
        var root = Words.TakeWord(ref line);
        var place = Words.TakeWord(ref line);
        while (!line.IsEmpty && !Words.TakeWord(ref line).SequenceEqual("-"u8))
        {
        }

        var type = Words.TakeWord(ref line);
        Words.TakeWord(ref line);
        var isTwo = type.SequenceEqual("cgroup2"u8);
        if (root.IsEmpty || place.IsEmpty || (!isTwo && !type.SequenceEqual("cgroup"u8)))
            return null;
        var controllers = isTwo ? Controllers.All : Named(line);
        return controllers == Controllers.None
            ? null
            : new Hierarchy(isTwo ? CgroupVersion.Two : CgroupVersion.One, controllers, device, [.. EscapedPath.Decode(place), 0], EscapedPath.Decode(root));
    }

    private static Controllers Named(ReadOnlySpan<byte> options)
    {
        var named = Controllers.None;
        while (!options.IsEmpty)
            named |= Words.Take(ref options, (byte)',') switch
            {
                var option when option.SequenceEqual("cpu"u8) => Controllers.Cpu,
                var option when option.SequenceEqual("cpuacct"u8) => Controllers.CpuAccounting,
                var option when option.SequenceEqual("memory"u8) => Controllers.Memory,
                var option when option.SequenceEqual("blkio"u8) => Controllers.Io,
                var option when option.SequenceEqual("pids"u8) => Controllers.Pids,
                _ => Controllers.None,
            };
        return named;
    }
}
