using System.Globalization;

namespace Pipeline.Processes.Tests.Jvm;

/// <summary>A real Java machine that has collected its garbage and waits.</summary>
internal static class JavaMachine
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Jvm", "Work.java");

    internal static async Task<RunningProcess> StartAsync(IEnumerable<string> before, params IEnumerable<string> options)
    {
        Needs.Root("java", "jcmd");
        var machine = RunningProcess.StartListening([.. before, "/usr/bin/java", "-Xmx128m", .. options, Source]);
        await machine.Output.WaitForAsync("collected");
        return machine;
    }

    /// <summary>What jcmd tells of it: each counter with its value as text.</summary>
    internal static async Task<Dictionary<string, string>> CountersAsync(int pid) =>
        (await RunningProcess.RunAsync("/usr/bin/jcmd", pid.ToString(CultureInfo.InvariantCulture), "PerfCounter.print")).Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(words => words.Length == 2)
            .ToDictionary(words => words[0].Trim(), words => words[1]);
}
