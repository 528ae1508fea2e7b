using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A bpftrace script and the lines it prints as it runs.</summary>
internal sealed class BpftraceLines : IDisposable
{
    private const string Tick = "tick ";

    // Each processor's events are printed in the order in which they came, and its ticks are some of them.
    private const string Ticks = $$"""profile:hz:10 { printf("{{Tick}}%d %llu\n", cpu, nsecs); }""";

    private readonly RunningProcess _bpftrace;

    private BpftraceLines(RunningProcess bpftrace) => _bpftrace = bpftrace;

    /// <summary>Once it is attached.</summary>
    internal static async Task<BpftraceLines> FollowAsync(string script)
    {
        var lines = new BpftraceLines(RunningProcess.Start("bpftrace", "-B", "line", "-e", $"{script} {Ticks}"));
        await lines._bpftrace.Output.WaitForAsync(Tick);
        return lines;
    }

    /// <summary>
    /// Ends it once all that it has seen until now is printed, for what it is still about to print when it is interrupted it throws away. Its lines, and how many more there would be
    /// at most had the kernel not passed over it.
    /// </summary>
    internal async Task<(IReadOnlyList<string> Lines, long PassedOver)> EndAsync()
    {
        var now = NextHundredthSinceBoot();
        foreach (var processor in File.ReadLines("/proc/stat").Where(l => l.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(l[3])).Select(l => l[3..l.IndexOf(' ', StringComparison.Ordinal)]))
            await _bpftrace.Output.WaitForAsync(l => l.Split(' ') is ["tick", var cpu, var time] && cpu == processor && long.Parse(time, CultureInfo.InvariantCulture) > now);
        var passedOver = PassedOver.By(_bpftrace.Id);
        _bpftrace.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _bpftrace.EndAsync());
        Assert.DoesNotContain("Lost", _bpftrace.Output.Text + _bpftrace.Errors.Text, StringComparison.Ordinal);
        return ([.. _bpftrace.Output.All.Where(l => l is [>= '0' and <= '9', ..])], passedOver);
    }

    public void Dispose() => _bpftrace.Dispose();

    // Cut to hundredths of a second.
    private static long NextHundredthSinceBoot() =>
        10_000_000 * (1 + long.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
}
