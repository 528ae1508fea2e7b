namespace Pipeline.Kernel.Tests.Running;

/// <summary>
/// A network namespace of the test's own with a loopback interface, which tells its sockets from all others. It has to be there before who observes them: the kernel gives the
/// number of a namespace that is gone to the next one.
/// </summary>
internal sealed class OwnNetwork : IDisposable
{
    private readonly RunningProcess _keeper;

    private OwnNetwork(RunningProcess keeper) => _keeper = keeper;

    internal static async Task<OwnNetwork> MakeAsync()
    {
        var network = new OwnNetwork(RunningProcess.Start("unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity"));
        await network._keeper.Output.WaitForAsync("up").ConfigureAwait(false);
        return network;
    }

    /// <summary>A command that runs in it.</summary>
    internal IEnumerable<string> Inside(params IEnumerable<string> command) => ["nsenter", $"--net=/proc/{_keeper.Id}/ns/net", .. command];

    public void Dispose() => _keeper.Dispose();
}
