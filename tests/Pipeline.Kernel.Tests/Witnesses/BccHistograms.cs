using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A tool of Debian's libbpf-tools that prints histograms, or a table of two columns, when it ends.</summary>
internal sealed class BccHistograms : IDisposable
{
    private const string Attached = "Hit Ctrl-C to end.";

    private readonly RunningProcess _tool;

    private BccHistograms(RunningProcess tool) => _tool = tool;

    /// <summary>Once it is attached.</summary>
    internal static async Task<BccHistograms> FollowAsync(params IEnumerable<string> command)
    {
        var tool = new BccHistograms(RunningProcess.Start(["stdbuf", "--output=L", .. command]));
        await tool._tool.Output.WaitForAsync(Attached);
        return tool;
    }

    /// <summary>Ends it; its histograms by the line above each, such as <c>tid = 12 bash</c>, the only one under "".</summary>
    internal async Task<Dictionary<string, Slots>> HistogramsAsync()
    {
        var sections = new Dictionary<string, List<string>>();
        var name = "";
        foreach (var line in await LinesAsync())
            if (line.Contains(" : ", StringComparison.Ordinal) && line.StartsWith(' '))
                (sections.TryGetValue(name, out var lines) ? lines : sections[name] = []).Add(line);
            else
                name = line.Trim();
        return sections.ToDictionary(s => s.Key, s => Slots.OfBcc(s.Value));
    }

    /// <summary>Ends it; the numbers of its table by name.</summary>
    internal async Task<Dictionary<string, long>> NumbersAsync() =>
        (await LinesAsync()).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length == 2 && long.TryParse(w[1], out _))
            .ToDictionary(w => w[0], w => long.Parse(w[1], System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => _tool.Dispose();

    private async Task<string[]> LinesAsync()
    {
        _tool.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _tool.EndAsync());
        return _tool.Output.All;
    }
}
