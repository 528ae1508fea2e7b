using System.Text;
using Microsoft.Extensions.Logging;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>Counts in a pass what of cgroups is there and cannot be read, and says so once: how much, where first, why, and the remedy. One thread.</summary>
internal sealed class UnreadFiles(ILogger log)
{
    private int _count;
    private string? _first;
    private bool _isTold;

    /// <summary>A file or folder could not be read.</summary>
    /// <param name="folder">Path of the cgroup, or where a hierarchy or the machine's own figures are.</param>
    /// <param name="name">The file's name, up to a NUL; empty: the folder itself.</param>
    /// <param name="error">Why; what is no failure is not counted.</param>
    internal void Note(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, int error)
    {
        if (Failure.IsNone(error))
            return;
        _count++;
        if (!_isTold)
            _first ??= $"{Encoding.UTF8.GetString(folder)}/{Encoding.UTF8.GetString(name.TrimEnd((byte)0))}: {Failure.Text(error)}";
    }

    /// <summary>Ends a pass.</summary>
    internal void Tell()
    {
        if (_first is not null && !_isTold)
        {
            _isTold = true;
            log.LogWarning("{Count} files or folders of cgroups cannot be read ({First}, for one); what is missing is no row: run as root or with CAP_DAC_READ_SEARCH", _count, _first);
        }

        (_count, _first) = (0, null);
    }
}
