namespace Pipeline.Cli.Tests;

/// <summary>
/// A root folder laid out as the image is, and processes in it with mount, pid, uts and cgroup namespaces of their own, the machine's root folder at /host, and the
/// capabilities of the unit: what a container runtime makes of deploy/docker/compose.yaml, but for the pid namespace, which is the harder case. Needs root.
/// </summary>
internal sealed class Container : IDisposable
{
    private const string Enter = """
        set -e
        root=$1; home=$2; capabilities=$3; shift 3
        hostname boxed
        mount --rbind / $root/host
        mount --make-rslave $root/host
        mount -o remount,bind,ro $root/host
        mount --bind -o ro /usr $root/usr
        mount --bind -o ro $home $root/pipeline
        mount --rbind /dev $root/dev
        mount -t proc proc $root/proc
        mount -t sysfs -o ro sysfs $root/sys
        [ ! -d /sys/kernel/tracing/events ] || mount --bind /sys/kernel/tracing $root/sys/kernel/tracing
        exec chroot $root setpriv --bounding-set=-all,$capabilities --inh-caps=-all --no-new-privs "$@"
        """;

    private readonly string _capabilities;

    public Container(string capabilities)
    {
        _capabilities = capabilities;
        foreach (var folder in (string[])["host", "usr", "pipeline", "dev", "proc", "sys", "tmp", "etc/pipeline", "var/lib/pipeline"])
            Directory.CreateDirectory(Path.Combine(Root, folder));
        foreach (var link in (string[])["bin", "sbin", "lib", "lib64"])
            File.CreateSymbolicLink(Path.Combine(Root, link), $"usr/{link}");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("pipeline-container-").FullName;

    /// <summary>Starts the host in it. The process is the one outside, whose only child is the host.</summary>
    /// <param name="hostRoot">Where it is told that the machine's root folder is; null: it is not told.</param>
    /// <param name="arguments">Its command line.</param>
    public RunningProcess Start(string? hostRoot, params string[] arguments) => RunningProcess.Start(Command(hostRoot, arguments));

    /// <summary>Runs the host in it to its end.</summary>
    public Task<Answer> RunAsync(string? hostRoot, params string[] arguments)
    {
        var command = Command(hostRoot, arguments);
        return Installed.RunProgramAsync(command[0], command[1..]);
    }

    private string[] Command(string? hostRoot, string[] arguments) =>
    [
        "unshare", "--mount", "--pid", "--uts", "--cgroup", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", Enter, "enter", Root, Installed.Home, _capabilities,
        "env", "-i", .. hostRoot is null ? (string[])[] : [$"PIPELINE_HOST_ROOT={hostRoot}"], "/pipeline/pipeline", .. arguments,
    ];

    // What was mounted in the namespace ended with it.
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
