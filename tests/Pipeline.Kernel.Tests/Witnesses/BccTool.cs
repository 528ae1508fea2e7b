using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A tool of Debian's libbpf-tools, and what it printed.</summary>
internal sealed class BccTool : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly RunningProcess _tool;

    private BccTool(RunningProcess tool) => _tool = tool;

    /// <summary>One that prints rows as they come, once it is attached, which is when it prints its heading.</summary>
    internal static async Task<BccTool> FollowAsync(string heading, params IEnumerable<string> command)
    {
        var tool = new BccTool(RunningProcess.Start(["stdbuf", "--output=L", .. command]));
        await tool._tool.Output.WaitForAsync(heading).ConfigureAwait(false);
        return tool;
    }

    /// <summary>One that prints histograms, or a table of two columns, when it ends; once it is attached.</summary>
    internal static Task<BccTool> GatherAsync(params IEnumerable<string> command) => FollowAsync("Hit Ctrl-C to end.", command);

    /// <summary>Ends it; the words of each line after the heading that is wanted.</summary>
    /// <param name="wanted">Whether a line is of the workload.</param>
    /// <param name="count">How many there have to be. It leaves unread what is in the kernel's buffer when it is ended, so it is given time to print as many; that
    /// there are neither fewer nor others is the caller's to assert.</param>
    internal async Task<IReadOnlyList<string[]>> RowsAsync(Func<string[], bool> wanted, int count)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (Rows(_tool.Output.All, wanted).Count < count && !patience.IsCancellationRequested)
            await Task.Delay(Step, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Rows(await LinesAsync().ConfigureAwait(false), wanted);
    }

    /// <summary>Ends it; its histograms by the line above each, such as <c>tid = 12 bash</c>, the only one under "".</summary>
    internal async Task<Dictionary<string, Slots>> HistogramsAsync()
    {
        var sections = new Dictionary<string, List<string>>();
        var name = "";
        foreach (var line in await LinesAsync().ConfigureAwait(false))
            if (line.Contains(" : ", StringComparison.Ordinal) && line.StartsWith(' '))
                (sections.TryGetValue(name, out var lines) ? lines : sections[name] = []).Add(line);
            else
                name = line.Trim();
        return sections.ToDictionary(s => s.Key, s => Slots.OfBcc(s.Value));
    }

    /// <summary>Ends it; the numbers of its table by name.</summary>
    internal async Task<Dictionary<string, long>> NumbersAsync() =>
        (await LinesAsync().ConfigureAwait(false)).Select(Words)
            .Where(w => w.Length == 2 && long.TryParse(w[1], out _))
            .ToDictionary(w => w[0], w => long.Parse(w[1], CultureInfo.InvariantCulture));

    public void Dispose() => _tool.Dispose();

    private static List<string[]> Rows(IEnumerable<string> lines, Func<string[], bool> wanted) => [.. lines.Skip(1).Select(Words).Where(wanted)];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string[]> LinesAsync()
    {
        _tool.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _tool.EndAsync().ConfigureAwait(false));
        Assert.DoesNotContain("lost", _tool.Errors.Text, StringComparison.OrdinalIgnoreCase);
        return _tool.Output.All;
    }
}
