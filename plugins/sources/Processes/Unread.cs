using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Pipeline.Sources.Processes;

/// <summary>Counts in a pass what of processes may not be read, and says so once for each kind of file: of how many processes, why, and the remedy. One thread.</summary>
internal sealed class Unread(ILogger log)
{
    private readonly Dictionary<string, (int Processes, int Error)> _files = [];
    private readonly HashSet<string> _told = [];

    /// <summary>A file could not be read.</summary>
    /// <param name="file">Which, always the same text: "/proc/PID/io".</param>
    /// <param name="error">Why. That the process is gone is no reason, and not counted.</param>
    internal void Count(string file, int error)
    {
        if (error == 0 || ProcessList.IsGone(error))
            return;
        ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, file, out _);
        counted = (counted.Processes + 1, error);
    }

    /// <summary>Ends the pass.</summary>
    /// <param name="of">How many processes there were in all.</param>
    internal void Tell(int of)
    {
        if (_files.Count == 0)
            return;
        if (_files.Any(f => !_told.Contains(f.Key)))
            log.LogWarning(
                "not all of {All} processes can be read ({Files}); what is missing is 0, or no row: run as root or with CAP_SYS_PTRACE, and mount /proc without hidepid",
                of,
                string.Join(", ", _files.Select(f => $"{f.Key} of {f.Value.Processes}: {Marshal.GetPInvokeErrorMessage(f.Value.Error)}")));
        _told.UnionWith(_files.Keys);
        _files.Clear();
    }
}
