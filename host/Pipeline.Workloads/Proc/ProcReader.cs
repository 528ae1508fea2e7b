using System.Text;
using Pipeline.Bpf.Rings;
using Pipeline.Files;
using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Proc;

/// <summary>Reads processes and cgroups where the machine shows them. One thread at a time.</summary>
internal sealed class ProcReader(ProcFolder proc, CgroupFolders folders, CgroupTable cgroups)
{
    private const int LongestCommand = 4096;
    private const int LongestPath = 4096;

    private readonly FileReader _files = new();
    private readonly FileReader _commands = new(LongestCommand);
    private readonly byte[] _link = new byte[LongestPath];

    /// <summary>Counter: processes that are there and cannot be read.</summary>
    internal long Unreadable { get; private set; }

    /// <summary>Counter: how often all was read.</summary>
    internal long Readings { get; private set; }

    /// <summary>Null: there is no such process, or it cannot be read.</summary>
    internal ReadProcess? Read(uint pid)
    {
        using var folder = proc.Open(pid);
        if (!folder.IsOpen)
            return Refuse(folder.Error);
        var text = _files.Read(folder, "stat\0"u8, out var error);
        if (error != 0)
            return Refuse(error);
        if (!StatLine.TryParse(text, out var stat))
            return Refuse(0);
        text = _files.Read(folder, "status\0"u8, out error);
        if (error != 0)
            return Refuse(error);
        var status = StatusText.Parse(text);
        var time = BootClock.Now();
        text = _files.Read(folder, "cgroup\0"u8, out error);
        return new ReadProcess(pid, stat.ParentPid, stat.StartTicks, stat.HasEnded, status.NamespacePid, status.UserId ?? 0, error != 0 ? null : Cgroup(text, time), time);
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
        using var folder = proc.Open(pid);
        if (!folder.IsOpen || !StatLine.TryParse(_files.Read(folder, "stat\0"u8, out _), out var stat) || stat.StartTicks != startTicks)
            return null;
        var status = StatusText.Parse(_files.Read(folder, "status\0"u8, out _));
        var command = CommandText.Of(_commands.Read(folder, "cmdline\0"u8, out _));
        var executable = folder.ReadLink("exe\0"u8, _link, out var error);
        return new ProcessDetails(command, error != 0 ? null : Target(executable), status.UserId, status.NamespacePid);
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
        if (error is not (Libc.NoEntry or Libc.NoProcess))
            Unreadable++;
        return null;
    }
}
