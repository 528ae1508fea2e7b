using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Pipeline.Sources.Processes;

/// <summary>Counts in a pass what may not be read, and says so once: with the number, the reason and the remedy. One thread.</summary>
/// <param name="log">Where.</param>
/// <param name="what">What it is of: "the I/O figures of processes".</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class Unread(ILogger log, string what, string remedy)
{
    private int _count;
    private int _error;
    private bool _told;

    internal void Count(int error)
    {
        _count++;
        _error = error;
    }

    /// <summary>Ends the pass.</summary>
    /// <param name="of">How many there were in all.</param>
    internal void Tell(int of)
    {
        if (_count > 0 && !_told)
        {
            _told = true;
            log.LogWarning("{What} cannot be read for {Count} of {All}: {Reason}; {Remedy}", what, _count, of, Marshal.GetPInvokeErrorMessage(_error), remedy);
        }

        _count = 0;
    }
}
