using System.Text;

namespace Pipeline.Workloads.Known;

/// <summary>
/// Cgroups that rows tell by their paths: those of version 1, whose numbers are a hierarchy's own. What a path says is the same in each hierarchy, so that one path is one cgroup
/// here. One thread at a time.
/// </summary>
internal sealed class CgroupPaths(Numbers numbers)
{
    internal const int AnyHierarchy = -1;

    // The kernel's own bound of a path; and nobody has more cgroups, which all have an id of 16 bits in version 1.
    private const int LongestPath = 4096;
    private const int Most = 1 << 16;

    private readonly Dictionary<byte[], Known> _known = new(PathComparer.Instance);

    internal int Count => _known.Count;

    /// <summary>The cgroup with that path, which is made known by this. Null: it is too long for one, or too many others are known. Allocates nothing where it is known.</summary>
    internal CgroupInfo? Find(ReadOnlySpan<byte> path)
    {
        var byPath = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!byPath.TryGetValue(path, out var known))
        {
            if (path.Length > LongestPath || _known.Count == Most)
                return null;
            byPath[path] = known = new Known(new CgroupInfo(numbers.Take(), AnyHierarchy, 0, Encoding.UTF8.GetString(path)));
        }

        known.WasAsked = true;
        return known.Info;
    }

    /// <summary>Forgets those that no row has told since this was called last.</summary>
    internal void ForgetUnasked()
    {
        foreach (var (path, known) in _known)
            if (known.WasAsked)
            {
                known.WasAsked = false;
            }
            else
            {
                _known.Remove(path);
                numbers.Give(known.Info.Number);
            }
    }

    private sealed class Known(CgroupInfo info)
    {
        internal CgroupInfo Info { get; } = info;

        internal bool WasAsked { get; set; }
    }
}
