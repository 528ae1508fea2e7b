using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Sockets.Tests.Moving;

/// <summary>A program of the workloads folder: it has begun, and waits to be told to go on.</summary>
internal sealed class Workload : IDisposable
{
    private readonly string _name;
    private readonly RunningProcess _process;
    private readonly int _pid;

    private Workload(string name, RunningProcess process, int pid) => (_name, _process, _pid) = (name, process, pid);

    /// <param name="before">A command in front that ends by starting it.</param>
    /// <param name="cgroup">Where it and its children are from now on.</param>
    /// <param name="command">Its name and arguments.</param>
    internal static async Task<Workload> StartAsync(string[] before, OwnCgroup cgroup, string command)
    {
        var words = command.Split(' ');
        var process = RunningProcess.Start([.. before, Installed.Workload(words[0]), .. words[1..]]);
        var first = await process.Output.WaitForAsync(line => line.StartsWith("{\"pid\":", StringComparison.Ordinal));
        var pid = JsonDocument.Parse(first).RootElement.GetProperty("pid").GetInt32();
        cgroup.Take(pid);
        return new Workload(command, process, pid);
    }

    /// <summary>Lets it go on, to its end; what it says that it did, by Unix sockets only where these are of interest.</summary>
    internal async Task<Told> RunAsync(bool unix)
    {
        await RunningProcess.RunAsync("kill", "-USR1", _pid.ToString(CultureInfo.InvariantCulture));
        var code = await _process.EndAsync();
        Assert.True(code == 0, $"{_name} exited with {code}: {_process.Errors.Text}");
        return Told.Read(_name, _process.Output.All, unix);
    }

    public void Dispose() => _process.Dispose();
}
