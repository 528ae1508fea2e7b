using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers.Peers;

/// <summary>A real container runtime in a folder of its own, without network, with one image made of busybox. What it leaves goes with it.</summary>
internal abstract class RuntimePeer(string folder) : IDisposable
{
    public const string Image = "registry.invalid/shop/busy";
    public const string Tag = "1.2";

    protected static string FullImage => $"{Image}:{Tag}";

    /// <summary>What rows must call it.</summary>
    public abstract string Runtime { get; }

    /// <summary>Whose its processes are.</summary>
    public virtual string Owner => "nobody";

    /// <summary>Options of the transform under which it finds this runtime's state.</summary>
    public abstract string Found { get; }

    protected string Folder => folder;

    protected string RootFolder => Path.Join(folder, "rootfs");

    protected string ImageFile => Path.Join(folder, "image.tar");

    /// <summary>The cgroups that it leaves, innermost first.</summary>
    protected abstract string[] Cgroups { get; }

    /// <summary>Starts what has to run, and makes the image.</summary>
    public abstract Task StartAsync();

    /// <summary>Runs a container to its end, after which it is gone; its id.</summary>
    public abstract Task<string> RunAsync(string name, string script);

    /// <summary>Begins a container; its id.</summary>
    public abstract Task<string> BeginAsync(string name, string script);

    /// <summary>What the runtime itself says: id, name, image and the number of the first process.</summary>
    public abstract Task<(string Id, string Name, string Image, int Pid)> InspectAsync(string name);

    /// <summary>Ends a container and removes it.</summary>
    public abstract Task RemoveAsync(string name);

    public virtual void Dispose()
    {
        foreach (var mount in File.ReadLines("/proc/mounts").Select(l => l.Split(' ')[1]).Where(m => m.StartsWith(folder, StringComparison.Ordinal)).Reverse().ToArray())
            RunningProcess.RunAsync("umount", "-l", mount).GetAwaiter().GetResult();
        foreach (var hierarchy in (string[])["/sys/fs/cgroup", .. Directory.GetDirectories("/sys/fs/cgroup")])
            foreach (var cgroup in Cgroups)
                RemoveEmpty(Path.Join(hierarchy, cgroup));
    }

    /// <summary>Makes a folder with a busybox in it, and a tar of it.</summary>
    protected async Task MakeImageAsync()
    {
        foreach (var name in (string[])["bin", "etc", "proc", "sys", "dev", "tmp"])
            Directory.CreateDirectory(Path.Join(RootFolder, name));
        File.Copy("/bin/busybox", Path.Join(RootFolder, "bin/busybox"));
        foreach (var name in (string[])["sh", "sleep", "echo", "true", "httpd", "wget"])
            File.CreateSymbolicLink(Path.Join(RootFolder, "bin", name), "busybox");
        await File.WriteAllTextAsync(Path.Join(RootFolder, "etc/hello"), "hello\n");
        await RunningProcess.RunAsync("tar", "-C", RootFolder, "-cf", ImageFile, ".");
    }

    // What ran in it last may be ending still.
    private static void RemoveEmpty(string cgroup)
    {
        for (var tries = 0; tries < 1_000 && Directory.Exists(cgroup) && Directory.GetDirectories(cgroup).Length == 0; tries++)
            try
            {
                Directory.Delete(cgroup);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
    }
}
