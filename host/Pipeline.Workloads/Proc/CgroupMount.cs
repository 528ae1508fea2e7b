using System.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>Where a hierarchy of cgroups can be seen.</summary>
/// <param name="Hierarchy">Its number; 0 is version 2.</param>
/// <param name="Place">The folder it is mounted at.</param>
/// <param name="Root">The cgroup that is seen there, from the hierarchy's root.</param>
internal sealed record CgroupMount(int Hierarchy, string Place, string Root)
{
    private const int RootWord = 3;
    private const int PlaceWord = 4;
    private const string Separator = "-";

    /// <summary>One mount of each hierarchy, the most telling one: first what is below the machine's root, then what shows the hierarchy from its root.</summary>
    internal static IReadOnlyList<CgroupMount> Find(string hostRoot)
    {
        var below = $"{hostRoot.TrimEnd('/')}/";
        return
        [
            .. Read(File.ReadAllText("/proc/self/mountinfo"), File.ReadAllBytes("/proc/self/cgroup"))
                .OrderBy(m => !m.Place.StartsWith(below, StringComparison.Ordinal))
                .ThenBy(m => m.Root != "/")
                .DistinctBy(m => m.Hierarchy),
        ];
    }

    /// <param name="mounts">What /proc/self/mountinfo says.</param>
    /// <param name="cgroups">What /proc/self/cgroup says, for the hierarchies' numbers.</param>
    internal static IEnumerable<CgroupMount> Read(string mounts, byte[] cgroups)
    {
        foreach (var line in mounts.Split('\n'))
        {
            var words = line.Split(' ');
            var type = Array.IndexOf(words, Separator) + 1;
            if (type <= PlaceWord || words.Length <= type + 2)
                continue;
            var hierarchy = words[type] switch
            {
                "cgroup2" => 0,
                "cgroup" => NumberOf(words[type + 2], cgroups),
                _ => -1,
            };
            if (hierarchy >= 0)
                yield return new CgroupMount(hierarchy, Unescape(words[PlaceWord]), FromTheTop(Unescape(words[RootWord])));
        }
    }

    // In a cgroup namespace of its own a reader sees what is above its own cgroup as "/..": the machine's mount begins there.
    private static string FromTheTop(string root)
    {
        while (root.StartsWith("/../", StringComparison.Ordinal))
            root = root[3..];
        return root == "/.." ? "/" : root;
    }

    private static int NumberOf(string options, byte[] cgroups)
    {
        foreach (var option in options.Split(','))
        {
            var controller = Encoding.UTF8.GetBytes(option);
            ReadOnlySpan<byte> text = cgroups;
            while (CgroupLine.TryTake(ref text, out var line))
                if (line.Hierarchy != 0 && line.Has(controller))
                    return line.Hierarchy;
        }

        return -1;
    }

    // Blanks and the backslash itself are written \ooo.
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] == '\\' && at + 3 < text.Length && text.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                result.Append((char)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0')));
                at += 3;
            }
            else
            {
                result.Append(text[at]);
            }

        return result.ToString();
    }
}
