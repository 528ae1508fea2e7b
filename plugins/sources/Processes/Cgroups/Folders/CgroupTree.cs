using System.Runtime.InteropServices;
using Pipeline.Files;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>
/// The cgroups of a hierarchy, walked from the top down once a pass. Those known from the pass before cost no memory; one that is gone is forgotten, and one that goes
/// during the walk is passed over, with what is below it.
/// </summary>
internal sealed class CgroupTree(Hierarchy hierarchy, UnreadFiles unread)
{
    // Deeper than anyone nests them; each level holds a descriptor while what is below it is walked.
    private const int MostLevels = 100;

    private readonly Dictionary<ulong, Cgroup> _known = [];
    private readonly FolderEntries _entries = new();
    private Cgroup? _top;
    private long _pass;
    private ReadingTime _time;

    /// <summary>Shows each cgroup to <paramref name="visitor"/>, parents first. None where the hierarchy is no longer mounted.</summary>
    internal void Walk(OpenCgroup open, ICgroupVisitor visitor, ReadingTime time)
    {
        _time = time;
        using var folder = Folder.Open(hierarchy.Place);
        unread.Note(hierarchy.Place, [], folder.Error);
        if (!folder.IsOpen || !FolderStatus.TryRead(folder, out var status))
            return;
        _pass++;
        if (_top?.Inode != status.Inode)
        {
            _known.Clear();
            _known[status.Inode] = _top = Cgroup.Mounted(hierarchy.Root, status.Inode);
        }

        Enter(_top, folder, status, open, visitor, 0);
    }

    private void Enter(Cgroup cgroup, Folder folder, FolderStatus status, OpenCgroup open, ICgroupVisitor visitor, int level)
    {
        if (cgroup.Start < 0)
            cgroup.Start = Math.Clamp(status.Made - _time.UnixOffset, 0, _time.Boot);
        open.Turn(hierarchy, cgroup, folder);
        visitor.Visit(open);
        if (!status.IsLeaf)
            Meet(cgroup, folder, level);
        ForgetUnseen(cgroup);
        foreach (var child in cgroup.Children)
        {
            using var below = folder.Below(child.TerminatedName);
            if (!below.IsOpen)
                unread.Note(child.Path, [], below.Error);
            else if (FolderStatus.TryRead(below, out var told) && told.Inode == child.Inode)
                Enter(child, below, told, open, visitor, level + 1);
        }
    }

    private void Meet(Cgroup cgroup, Folder folder, int level)
    {
        if (level == MostLevels)
        {
            unread.Note(cgroup.Path, [], Failure.TooDeep);
            return;
        }

        unread.Note(cgroup.Path, [], _entries.Begin(folder, ".\0"u8));
        for (var name = _entries.Next(); !name.IsEmpty; name = _entries.Next())
            if (_entries.IsFolder && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                Meet(cgroup, name, _entries.Inode);
    }

    private void Meet(Cgroup parent, ReadOnlySpan<byte> name, ulong inode)
    {
        if (!_known.TryGetValue(inode, out var child) || child.Parent != parent || !child.IsCalled(name))
        {
            // A renamed one goes on under its new name, with all below it.
            var before = child;
            _known[inode] = child = Cgroup.Below(parent, name, inode);
            child.Start = before?.Start ?? child.Start;
            parent.Children.Add(child);
        }

        child.Pass = _pass;
    }

    private void ForgetUnseen(Cgroup cgroup)
    {
        var kept = 0;
        var children = CollectionsMarshal.AsSpan(cgroup.Children);
        foreach (var child in children)
            if (child.Pass == _pass)
                children[kept++] = child;
            else
                Forget(child);
        cgroup.Children.RemoveRange(kept, cgroup.Children.Count - kept);
    }

    private void Forget(Cgroup cgroup)
    {
        if (_known.TryGetValue(cgroup.Inode, out var known) && known == cgroup)
            _known.Remove(cgroup.Inode);
        foreach (var child in cgroup.Children)
            Forget(child);
    }
}
