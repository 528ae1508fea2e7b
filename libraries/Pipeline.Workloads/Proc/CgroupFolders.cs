using System.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>The folders of the machine's cgroups, in each hierarchy that tells workloads apart. One thread at a time.</summary>
internal sealed class CgroupFolders
{
    private readonly Dictionary<int, (byte[] Place, byte[] Root)> _mounts = [];

    internal CgroupFolders(IEnumerable<CgroupMount> mounts)
    {
        foreach (var mount in mounts)
            _mounts[mount.Hierarchy] = (Encoding.UTF8.GetBytes(mount.Place), mount.Root == "/" ? [] : Encoding.UTF8.GetBytes(mount.Root));
    }

    /// <summary>The hierarchies that can be seen.</summary>
    internal IReadOnlyCollection<int> Hierarchies => _mounts.Keys;

    /// <summary>The number of the cgroup at a path of the hierarchy; 0: it cannot be told.</summary>
    internal ulong IdOf(int hierarchy, ReadOnlySpan<byte> path)
    {
        // What is outside of the reader's own namespace has no place below the mount.
        if (!_mounts.TryGetValue(hierarchy, out var mount) || !path.StartsWith(mount.Root) || path.StartsWith("/../"u8) || path.SequenceEqual("/.."u8))
            return 0;
        path = path[mount.Root.Length..];
        return path is [] or [(byte)'/', ..] ? Native.Inode(Native.ThisFolder, (byte[])[.. mount.Place, .. path, 0]) : 0;
    }

    /// <summary>Calls for each cgroup of a hierarchy that can be seen, each before those in it.</summary>
    internal void ForEach(int hierarchy, CgroupSeen each)
    {
        if (!_mounts.TryGetValue(hierarchy, out var mount) || Folder.TryOpenToRead([.. mount.Place, 0], out var root) != 0)
            return;
        using (root)
        {
            each(Native.Inode(Native.ThisFolder, (byte[])[.. mount.Place, 0]), mount.Root is [] ? "/"u8 : mount.Root);
            Walk(root, mount.Root, each);
        }
    }

    // A folder that is gone by the time it is opened has nothing in it.
    private static void Walk(Folder folder, byte[] path, CgroupSeen each)
    {
        var buffer = new byte[4096];
        while (folder.ReadNames(buffer) is > 0 and var length)
        {
            var entries = new FolderEntries(buffer.AsSpan(0, length));
            while (entries.MoveNext())
            {
                if (!entries.IsFolder || entries.Name.SequenceEqual(".\0"u8) || entries.Name.SequenceEqual("..\0"u8))
                    continue;
                byte[] inside = [.. path, (byte)'/', .. entries.Name[..^1]];
                each(entries.Inode, inside);
                if (folder.TryOpenInside(entries.Name, out var next) != 0)
                    continue;
                using (next)
                    Walk(next, inside, each);
            }
        }
    }
}
