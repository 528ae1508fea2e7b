using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A tool of Debian's libbpf-tools, and what it printed.</summary>
internal sealed class BccTool : IDisposable
{
    private readonly RunningProcess _tool;

    private BccTool(RunningProcess tool) => _tool = tool;

    /// <summary>Once it is attached, which is when it prints its heading.</summary>
    internal static async Task<BccTool> FollowAsync(string heading, params IEnumerable<string> command)
    {
        var tool = new BccTool(RunningProcess.Start(["stdbuf", "--output=L", .. command]));
        await tool._tool.Output.WaitForAsync(heading).ConfigureAwait(false);
        return tool;
    }

    /// <summary>Ends it; the words of each line after the heading.</summary>
    internal async Task<IReadOnlyList<string[]>> EndAsync()
    {
        _tool.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _tool.EndAsync().ConfigureAwait(false));
        Assert.DoesNotContain("lost", _tool.Errors.Text, StringComparison.OrdinalIgnoreCase);
        return [.. _tool.Output.All.Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    public void Dispose() => _tool.Dispose();
}
