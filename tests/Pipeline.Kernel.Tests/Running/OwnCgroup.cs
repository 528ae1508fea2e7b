using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A cgroup (v2) of the test's own; its processes go back where the test is.</summary>
internal sealed class OwnCgroup : IDisposable
{
    private readonly string _home;

    private OwnCgroup(string home, string path) => (_home, Path) = (home, path);

    internal string Path { get; }

    /// <summary>Its number, as the kernel's programs tell it.</summary>
    internal async Task<string> IdAsync() => (await RunningProcess.RunAsync("stat", "--format=%i", Path)).Trim();

    internal static OwnCgroup Make()
    {
        var mount = File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).FirstOrDefault(w => w[2] == "cgroup2")?[1];
        Assert.SkipWhen(mount is null, "no cgroup2 file system is mounted");
        var path = System.IO.Path.Combine(mount, $"pipeline-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        return new OwnCgroup(mount, path);
    }

    /// <summary>Makes one inside it.</summary>
    internal OwnCgroup MakeBelow()
    {
        var path = System.IO.Path.Combine(Path, "below");
        Directory.CreateDirectory(path);
        return new OwnCgroup(_home, path);
    }

    /// <summary>A command as a child that is born inside: the kernel tells it from all others from its first moment on.</summary>
    internal IEnumerable<string> Inside(params IEnumerable<string> command) => ["sh", "-c", "echo $$ >\"$0/cgroup.procs\" && \"$@\"; exit $?", Path, .. command];

    internal void Take(int pid) => File.WriteAllText(System.IO.Path.Combine(Path, "cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Returns once the kernel is done with all TCP connections that its processes had: the last packets of one may be on their way when its ends are closed and the
    /// processes are gone.
    /// </summary>
    internal async Task ClosedAsync()
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while ((await RunningProcess.RunAsync("ss", "-Htne", "state", "connected", "exclude", "time-wait")).Contains($"cgroup:/{System.IO.Path.GetFileName(Path)} ", StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }

    public void Dispose()
    {
        // Who was killed is a while in dying, and can be moved no longer. No event tells when the kernel lets go of the cgroup: that it is empty is told before.
        for (var clock = Stopwatch.StartNew(); ;)
            try
            {
                foreach (var pid in File.ReadAllLines(System.IO.Path.Combine(Path, "cgroup.procs")))
                    File.WriteAllText(System.IO.Path.Combine(_home, "cgroup.procs"), pid);
                Directory.Delete(Path);
                return;
            }
            catch (IOException) when (Directory.Exists(Path) && clock.Elapsed < Patience.ForAnything)
            {
                Thread.Sleep(20);
            }
    }
}
