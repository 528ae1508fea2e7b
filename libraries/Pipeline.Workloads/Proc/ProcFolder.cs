using System.Buffers.Text;
using System.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>The machine's /proc. One thread at a time.</summary>
internal sealed class ProcFolder
{
    private const int NumberRoom = 16;

    private readonly byte[] _path;
    private readonly byte[] _place;
    private readonly byte[] _names = new byte[32 * 1024];

    internal ProcFolder(HostEnvironment environment)
    {
        _path = Encoding.UTF8.GetBytes(environment.OnHost("/proc") + "/");
        _place = [.. _path, .. new byte[NumberRoom]];
    }

    /// <summary>Opens the folder of a process: what is read in it is of that process and no later one. 0, or the error number.</summary>
    internal int TryOpen(uint pid, out Folder folder)
    {
        Utf8Formatter.TryFormat(pid, _place.AsSpan(_path.Length), out var length);
        _place[_path.Length + length] = 0;
        return Folder.TryOpen(_place, out folder);
    }

    /// <summary>Calls for each process there is, in the order of their numbers.</summary>
    internal void ForEach(Action<uint> each)
    {
        _place[_path.Length] = 0;
        if (Folder.TryOpenToRead(_place, out var folder) != 0)
            return;
        using (folder)
            while (folder.ReadNames(_names) is > 0 and var length)
            {
                var entries = new FolderEntries(_names.AsSpan(0, length));
                while (entries.MoveNext())
                    if (Utf8Parser.TryParse(entries.Name, out uint pid, out var used) && used == entries.Name.Length - 1)
                        each(pid);
            }
    }
}
