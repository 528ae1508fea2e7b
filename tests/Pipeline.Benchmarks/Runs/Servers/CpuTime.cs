using System.Globalization;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>Time that a process' threads have run, in nanoseconds, as the scheduler counts it: what the kernel did for them, BPF programs too, is in it.</summary>
internal static class CpuTime
{
    /// <summary>Of the threads there are now; one that has ended takes its time with it.</summary>
    internal static Dictionary<string, long> OfThreads(int pid) =>
        Directory.GetDirectories($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/task").ToDictionary(task => task, Of);

    /// <summary>What the threads ran since then; new ones count from their start.</summary>
    internal static long Since(int pid, Dictionary<string, long> before) => OfThreads(pid).Sum(t => t.Value - before.GetValueOrDefault(t.Key));

    // "run-time wait-time slices"
    private static long Of(string task)
    {
        try
        {
            return long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return 0;
        }
    }
}
