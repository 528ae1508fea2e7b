using System.Buffers.Text;
using System.Runtime.InteropServices;
using Pipeline.Files;

namespace Pipeline.Sources.Processes;

/// <summary>The processes of the machine, listed once a pass. One thread.</summary>
internal sealed class ProcessList(ProcessesOptions options, HostEnvironment environment) : IDisposable
{
    private const int LongestNumber = 11;

    private readonly int _host = environment.IncludeSelf ? 0 : environment.ProcessId;
    private readonly FolderEntries _entries = new();
    private readonly List<int> _pids = [];
    private Folder? _proc;

    /// <summary>Their numbers in the machine's own pid namespace, in the order the kernel has them.</summary>
    internal ReadOnlySpan<int> Pids => CollectionsMarshal.AsSpan(_pids);

    /// <summary>Whether the first process of all is hidden: then those of other users are.</summary>
    internal bool HidesOthers { get; private set; }

    /// <summary>Lists them.</summary>
    /// <exception cref="UnavailableException">There is no /proc.</exception>
    internal void Begin()
    {
        var proc = _proc ??= Open();
        _pids.Clear();
        if (options.Pids.Count > 0)
        {
            foreach (var pid in options.Pids)
                if (!_pids.Contains(pid))
                    _pids.Add(pid);
            return;
        }

        if (_entries.Begin(proc, ".\0"u8) is not 0 and var error)
            throw Refusal(error);
        HidesOthers = true;
        for (var name = _entries.Next(); !name.IsEmpty; name = _entries.Next())
        {
            if (!Utf8Parser.TryParse(name, out int pid, out var used) || used != name.Length || pid <= 0)
                continue;
            HidesOthers &= pid != 1;
            _pids.Add(pid);
        }
    }

    /// <summary>Whether a process is this host, which is left out unless it is wanted.</summary>
    internal bool IsHost(int pid) => pid == _host;

    /// <summary>The folder of a process, which the caller disposes of; not open where the process is gone or may not be looked at.</summary>
    internal Folder Open(int pid)
    {
        Span<byte> name = stackalloc byte[LongestNumber + 1];
        Utf8Formatter.TryFormat(pid, name, out var length);
        name[length] = 0;
        return _proc!.Value.Below(name);
    }

    /// <summary>Whether a failure only says that a process is gone.</summary>
    internal static bool IsGone(int error) => error is Libc.NoEntry or Libc.NoProcess;

    public void Dispose()
    {
        _entries.End();
        _proc?.Dispose();
        _proc = null;
    }

    private Folder Open()
    {
        var proc = Folder.Open(environment.OnHost("/proc"));
        return proc.IsOpen ? proc : throw Refusal(proc.Error);
    }

    private UnavailableException Refusal(int error) => new(
        $"the machine's processes cannot be listed: {environment.OnHost("/proc")}: {Marshal.GetPInvokeErrorMessage(error)}; mount the machine's /proc there (host_root says where its root folder is)");
}
