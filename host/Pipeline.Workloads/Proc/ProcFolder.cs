using System.Buffers.Text;
using System.Text;
using Pipeline.Files;

namespace Pipeline.Workloads.Proc;

/// <summary>The machine's /proc. One thread at a time.</summary>
internal sealed class ProcFolder
{
    private const int NumberRoom = 16;

    private readonly byte[] _path;
    private readonly byte[] _place;
    private readonly FolderEntries _entries = new();

    internal ProcFolder(HostEnvironment environment)
    {
        _path = Encoding.UTF8.GetBytes(environment.OnHost("/proc") + "/");
        _place = [.. _path, .. new byte[NumberRoom]];
    }

    /// <summary>The folder of a process, which the caller disposes of: what is read in it is of that process and no later one.</summary>
    internal Folder Open(uint pid)
    {
        Utf8Formatter.TryFormat(pid, _place.AsSpan(_path.Length), out var length);
        _place[_path.Length + length] = 0;
        return Folder.Open(_place);
    }

    /// <summary>Calls for each process there is, in the order of their numbers.</summary>
    internal void ForEach(Action<uint> each)
    {
        _place[_path.Length] = 0;
        using var folder = Folder.Open(_place);
        if (!folder.IsOpen || _entries.Begin(folder, ".\0"u8) != 0)
            return;
        for (var name = _entries.Next(); !name.IsEmpty; name = _entries.Next())
            if (Utf8Parser.TryParse(name, out uint pid, out var used) && used == name.Length)
                each(pid);
    }
}
