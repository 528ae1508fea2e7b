using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>A cgroup of the test's own under a name that means something, in one hierarchy, with a process inside.</summary>
internal sealed class MadeCgroup : IDisposable
{
    private readonly string _mount;
    private readonly string _path;

    private MadeCgroup(string mount, string path)
    {
        (_mount, _path) = (mount, path);
        Directory.CreateDirectory(mount + path);
        Process = Process.Start("sleep", "1000");
        File.WriteAllText($"{mount}{path}/cgroup.procs", Process.Id.ToString(CultureInfo.InvariantCulture));
    }

    public Process Process { get; }

    /// <summary>When the process began, in ticks.</summary>
    public ulong StartTicks
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{Process.Id}/stat");
            return ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Its number, as the kernel's programs tell it.</summary>
    public ulong Id
    {
        get
        {
            using var stat = Process.Start(new ProcessStartInfo("stat", ["--format=%i", _mount + _path]) { RedirectStandardOutput = true })!;
            return ulong.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>In version 2, or in a hierarchy of version 1 that has the controller.</summary>
    public static MadeCgroup Make(string path, string? controller = null)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "cgroups can only be made by root");
        var mount = File.ReadLines("/proc/mounts").Select(l => l.Split(' '))
            .FirstOrDefault(w => controller is null ? w[2] == "cgroup2" : w[2] == "cgroup" && w[3].Split(',').Contains(controller))?[1];
        Assert.SkipWhen(mount is null, $"no hierarchy of cgroups is mounted that has {controller ?? "version 2"}");
        return new MadeCgroup(mount, path);
    }

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
        for (var path = _path; path.Length > 1; path = Path.GetDirectoryName(path)!)
            if (Directory.GetDirectories(_mount + path).Length == 0)
                Directory.Delete(_mount + path);
    }
}
