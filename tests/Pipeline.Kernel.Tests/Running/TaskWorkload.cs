using System.Globalization;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A process of tasks.py: asleep until told to begin, and asleep again when it is done.</summary>
internal sealed class TaskWorkload : IDisposable
{
    private readonly RunningProcess _process;

    private TaskWorkload(RunningProcess process, int pid)
    {
        _process = process;
        Pid = pid;
    }

    /// <summary>Its number in the init namespace.</summary>
    internal int Pid { get; }

    /// <summary>Starts it and waits until it sleeps.</summary>
    /// <param name="before">A command in front that ends by starting it.</param>
    /// <param name="name">The name of all its threads.</param>
    /// <param name="processor">Where they all run.</param>
    /// <param name="threads">How many of them.</param>
    /// <param name="turns">Times each works, and yields or sleeps.</param>
    internal static async Task<TaskWorkload> StartAsync(IEnumerable<string> before, string name, int processor, int threads, int turns)
    {
        string[] numbers = [.. new[] { processor, threads, turns }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        var process = RunningProcess.Start([.. before, "/usr/bin/python3", Installed.Workload("tasks.py"), name, .. numbers]);
        var pid = int.Parse(await process.Output.WaitForAsync(_ => true), CultureInfo.InvariantCulture);
        var workload = new TaskWorkload(process, pid);
        await Asleep.UntilAsync(pid);
        return workload;
    }

    /// <summary>Lets it work, and waits until it is done and asleep.</summary>
    internal async Task WorkAsync()
    {
        await RunningProcess.RunAsync("kill", "-USR1", Pid.ToString(CultureInfo.InvariantCulture));
        await _process.Output.WaitForAsync("done");
        await Asleep.UntilAsync(Pid);
    }

    public void Dispose() => _process.Dispose();
}
