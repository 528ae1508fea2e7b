using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Tls.Tests.Moving;

/// <summary>A program of the workloads folder, or any other, in a cgroup.</summary>
internal static class Workload
{
    private const string Enter = "echo $$ >\"$0\"/cgroup.procs && exec \"$@\"";

    internal static RunningProcess Start(OwnCgroup cgroup, params IEnumerable<string> command) => RunningProcess.StartListening(["sh", "-c", Enter, cgroup.Path, .. command]);

    /// <summary>Runs it to its end; what it said.</summary>
    internal static async Task<string[]> RunAsync(OwnCgroup cgroup, params IEnumerable<string> command)
    {
        using var process = Start(cgroup, command);
        var code = await process.EndAsync();
        Assert.True(code == 0, $"{string.Join(' ', command)} exited with {code}:\n{process.Errors.Text}\n{process.Output.Text}");
        return process.Output.All;
    }
}
