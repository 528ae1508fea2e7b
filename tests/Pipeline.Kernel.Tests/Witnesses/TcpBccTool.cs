using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>
/// A tool of BCC's that traces the workload's TCP connections. Its buffers have room for some hundred rows, which those of the rest of the machine would fill whenever it gets no
/// processor. So it runs twice: for sockets that have the workload's port, and for those at their other ends.
/// </summary>
internal sealed class TcpBccTool : IDisposable
{
    private readonly List<(BccTool Tool, Func<TcpEnds, bool> Sees)> _tools = [];

    /// <summary>Once it is attached.</summary>
    /// <param name="heading">What it prints then.</param>
    /// <param name="command">The tool with its options; where those name ports, it runs once.</param>
    internal static async Task<TcpBccTool> FollowAsync(string heading, string[] command)
    {
        var port = TcpWorkload.Port.ToString(CultureInfo.InvariantCulture);
        var both = new TcpBccTool();
        if (command.Any(o => o is "-L" or "-D"))
        {
            both._tools.Add((await BccTool.FollowAsync(heading, command).ConfigureAwait(false), e => e.Has(TcpWorkload.Port)));
            return both;
        }

        both._tools.Add((await BccTool.FollowAsync(heading, [.. command, "-L", port]).ConfigureAwait(false), e => e.LocalPort == TcpWorkload.Port));
        both._tools.Add((await BccTool.FollowAsync(heading, [.. command, "-D", port]).ConfigureAwait(false), e => e.RemotePort == TcpWorkload.Port));
        return both;
    }

    /// <summary>Ends it; the words of each line that is wanted.</summary>
    /// <param name="ends">The ends that a line tells of.</param>
    /// <param name="wanted">Whether a line is wanted.</param>
    /// <param name="rows">As many there have to be; see <see cref="BccTool.RowsAsync"/>.</param>
    internal async Task<IReadOnlyList<string[]>> RowsAsync(Func<string[], TcpEnds> ends, Func<string[], bool> wanted, IReadOnlyCollection<JsonElement> rows)
    {
        var lines = new List<string[]>();
        foreach (var (tool, sees) in _tools)
            lines.AddRange(await tool.RowsAsync(w => sees(ends(w)) && wanted(w), rows.Count(r => sees(TcpEnds.Of(r)))).ConfigureAwait(false));
        return lines;
    }

    public void Dispose() => _tools.ForEach(t => t.Tool.Dispose());
}
