using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kubernetes.Tests.Transform.Pods;

/// <summary>A real process in a real cgroup with the name that a kubelet gives it, and in its pod's network.</summary>
internal sealed class PodProcess : IDisposable
{
    private readonly RunningProcess _process;
    private readonly string[] _folders;

    private PodProcess(RunningProcess process, string[] folders) => (_process, _folders) = (process, folders);

    /// <param name="node">The cgroup (v2) under which the node has its pods.</param>
    /// <param name="network">The file of its network namespace.</param>
    /// <param name="uid">The pod's.</param>
    /// <param name="container">The container's id.</param>
    public static async Task<PodProcess> StartAsync(OwnCgroup node, string network, string uid, string container)
    {
        var pod = Path.Combine(node.Path, "kubepods.slice", "kubepods-burstable.slice", $"kubepods-burstable-pod{uid.Replace('-', '_')}.slice");
        var folder = Path.Combine(pod, $"cri-containerd-{container}.scope");
        Directory.CreateDirectory(folder);
        var process = RunningProcess.StartListening(
            "bash", "-c", $"echo $$ > {folder}/cgroup.procs && exec nsenter --net={network} python3 -u {Path.Combine(AppContext.BaseDirectory, "Transform", "Pods", "pod.py")}");
        await process.Output.WaitForAsync("ready");
        return new PodProcess(process, [folder, pod]);
    }

    public async Task ServeAsync(int port) => Assert.Equal("serving", await _process.AskAsync(string.Create(CultureInfo.InvariantCulture, $"serve {port}")));

    public async Task GetAsync(string url) => Assert.Equal("200", await _process.AskAsync($"get {url}"));

    public async Task RunAsync(string command) => Assert.Equal("0", await _process.AskAsync($"run {command}"));

    /// <summary>Ends the process and removes its cgroups, as a kubelet does.</summary>
    public void Dispose()
    {
        _process.Dispose();
        foreach (var folder in _folders)
            for (var tries = 0; Directory.Exists(folder); tries++)
                try
                {
                    Directory.Delete(folder);
                }
                catch (IOException) when (tries < 30_000)
                {
                    // What was killed is still ending: minutes, where it does not get to it.
                    Thread.Sleep(10);
                }
    }
}
