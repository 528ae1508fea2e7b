using System.Text;
using Pipeline.Files;

namespace Pipeline.Workloads.Proc;

/// <summary>The folders of the machine's cgroups, in each hierarchy that tells workloads apart. One thread at a time.</summary>
internal sealed class CgroupFolders
{
    private readonly Dictionary<int, (byte[] Place, byte[] Root)> _mounts = [];
    private readonly FolderEntries _entries = new();

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
        return path is [] or [(byte)'/', ..] ? FileNumber.Of((byte[])[.. mount.Place, .. path, 0]) : 0;
    }

    /// <summary>Calls for each cgroup of a hierarchy that can be seen, each before those in it.</summary>
    internal void ForEach(int hierarchy, CgroupSeen each)
    {
        if (!_mounts.TryGetValue(hierarchy, out var mount))
            return;
        byte[] place = [.. mount.Place, 0];
        using var root = Folder.Open(place);
        if (!root.IsOpen)
            return;
        each(FileNumber.Of(place), mount.Root is [] ? "/"u8 : mount.Root);
        Walk(root, mount.Root, each);
    }

    // A folder that is gone by the time it is opened has nothing in it.
    private void Walk(Folder folder, byte[] path, CgroupSeen each)
    {
        if (_entries.Begin(folder, ".\0"u8) != 0)
            return;
        var inside = new List<(byte[] Name, ulong Inode)>();
        for (var name = _entries.Next(); !name.IsEmpty; name = _entries.Next())
            if (_entries.IsFolder && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                inside.Add(([.. name, 0], _entries.Inode));
        foreach (var (name, inode) in inside)
        {
            byte[] below = [.. path, (byte)'/', .. name.AsSpan(..^1)];
            each(inode, below);
            using var next = folder.Below(name);
            if (next.IsOpen)
                Walk(next, below, each);
        }
    }
}
