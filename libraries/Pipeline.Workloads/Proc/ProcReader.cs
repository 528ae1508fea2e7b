using System.Text;
using Pipeline.Bpf.Rings;
using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Proc;

/// <summary>Reads processes and cgroups where the machine shows them. One thread at a time.</summary>
internal sealed class ProcReader(ProcFolder proc, CgroupFolders folders, CgroupTable cgroups)
{
    // A path of a cgroup may have 4096 bytes, and there may be more than ten hierarchies. What is longer is cut off, and then there may be no cgroup.
    private const int FileRoom = 64 * 1024;
    private const int CommandRoom = 4096;

    private readonly byte[] _file = new byte[FileRoom];

    /// <summary>Counter: processes that are there and cannot be read.</summary>
    internal long Unreadable { get; private set; }

    /// <summary>Counter: how often all was read.</summary>
    internal long Readings { get; private set; }

    /// <summary>Null: there is no such process, or it cannot be read.</summary>
    internal ReadProcess? Read(uint pid)
    {
        var error = proc.TryOpen(pid, out var folder);
        if (error != 0)
            return Refuse(error);
        using (folder)
        {
            var length = folder.ReadFile("stat\0"u8, _file);
            if (length < 0)
                return Refuse(-length);
            if (!StatLine.TryParse(_file.AsSpan(0, length), out var stat))
                return Refuse(0);
            length = folder.ReadFile("status\0"u8, _file);
            if (length < 0)
                return Refuse(-length);
            var status = StatusText.Parse(_file.AsSpan(0, length));
            var time = BootClock.Now();
            length = folder.ReadFile("cgroup\0"u8, _file);
            return new ReadProcess(pid, stat.ParentPid, stat.StartTicks, stat.HasEnded, status.NamespacePid, status.UserId ?? 0, length < 0 ? null : Cgroup(_file.AsSpan(0, length), time), time);
        }
    }

    /// <summary>Reads every process there is, and before that every cgroup.</summary>
    internal void ReadAll(Action<ReadProcess> each)
    {
        Readings++;
        ReadCgroups();
        proc.ForEach(pid =>
        {
            if (Read(pid) is { } process)
                each(process);
        });
    }

    /// <summary>Reads every cgroup there is; those known before and not there now were removed.</summary>
    internal void ReadCgroups()
    {
        foreach (var hierarchy in folders.Hierarchies)
        {
            var seen = new HashSet<ulong>();
            var time = BootClock.Now();
            folders.ForEach(hierarchy, (id, path) =>
            {
                seen.Add(id);
                cgroups.Add(hierarchy, id, path, time);
            });
            cgroups.RemoveAllBut(hierarchy, seen, time);
        }
    }

    /// <summary>What is only read when asked for; null: that process is not there any more.</summary>
    internal ProcessDetails? ReadDetails(uint pid, ulong startTicks)
    {
        if (proc.TryOpen(pid, out var folder) != 0)
            return null;
        using (folder)
        {
            var length = folder.ReadFile("stat\0"u8, _file);
            if (length < 0 || !StatLine.TryParse(_file.AsSpan(0, length), out var stat) || stat.StartTicks != startTicks)
                return null;
            length = folder.ReadFile("status\0"u8, _file);
            var status = length < 0 ? default : StatusText.Parse(_file.AsSpan(0, length));
            length = folder.ReadFile("cmdline\0"u8, _file.AsSpan(0, CommandRoom));
            var command = length < 0 ? null : CommandText.Of(_file.AsSpan(0, length));
            length = folder.ReadLink("exe\0"u8, _file);
            return new ProcessDetails(command, length < 0 ? null : Target(_file.AsSpan(0, length)), status.UserId, status.NamespacePid);
        }
    }

    private static string Target(ReadOnlySpan<byte> link)
    {
        var deleted = " (deleted)"u8;
        return Encoding.UTF8.GetString(link.EndsWith(deleted) ? link[..^deleted.Length] : link);
    }

    private CgroupInfo? Cgroup(ReadOnlySpan<byte> text, long time)
    {
        if (!CgroupChoice.TryChoose(text, out var line))
            return null;
        var path = line.Path;
        var id = folders.IdOf(line.Hierarchy, path);
        var deleted = " (deleted)"u8;

        // A name may end like that, and then there is such a folder.
        if (id == 0 && path.EndsWith(deleted))
            path = path[..^deleted.Length];
        return cgroups.Add(line.Hierarchy, id, path, time);
    }

    private ReadProcess? Refuse(int error)
    {
        if (error is not (Native.NotFound or Native.NoSuchProcess))
            Unreadable++;
        return null;
    }
}
