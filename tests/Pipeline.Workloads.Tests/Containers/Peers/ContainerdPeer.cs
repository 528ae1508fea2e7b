using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers.Peers;

/// <summary>containerd, told by ctr what its clients for Kubernetes tell it: an id of 64 digits, and names in annotations.</summary>
internal sealed class ContainerdPeer(string folder) : RuntimePeer(folder)
{
    private const string Space = "pipeline-peer";

    private readonly Dictionary<string, string> _ids = [];
    private RunningProcess? _daemon;

    public override string Runtime => "containerd";

    public override string Found => $"containerd = [\"{Folder}/state\"]";

    // This ctr cannot choose another.
    public override string Owner => "root";

    protected override string[] Cgroups => [Space];

    private string[] Ctr => ["ctr", "--address", $"{Folder}/socket", "--namespace", Space];

    public override async Task StartAsync()
    {
        await MakeImageAsync();
        await File.WriteAllTextAsync($"{Folder}/config.toml", $"""
            version = 2
            root = "{Folder}/root"
            state = "{Folder}/state"
            disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
            [grpc]
              address = "{Folder}/socket"
            """);
        _daemon = RunningProcess.Start("containerd", "--config", $"{Folder}/config.toml");
        await _daemon.Errors.WaitForAsync("containerd successfully booted");
    }

    public override async Task<string> RunAsync(string name, string script)
    {
        await RunningProcess.RunAsync([.. Ctr, "run", "--rm", .. Options(name, script)]);
        return _ids[name];
    }

    public override async Task<string> BeginAsync(string name, string script)
    {
        await RunningProcess.RunAsync([.. Ctr, "run", "--detach", .. Options(name, script)]);
        return _ids[name];
    }

    public override async Task<(string Id, string Name, string Image, int Pid)> InspectAsync(string name)
    {
        var told = JsonDocument.Parse(await RunningProcess.RunAsync([.. Ctr, "container", "info", _ids[name]])).RootElement;
        var annotations = told.GetProperty("Spec").GetProperty("annotations");
        var task = (await RunningProcess.RunAsync([.. Ctr, "task", "list"])).Split('\n').First(l => l.StartsWith(_ids[name], StringComparison.Ordinal));
        return (told.GetProperty("ID").GetString()!, annotations.GetProperty("io.kubernetes.cri.container-name").GetString()!, annotations.GetProperty("io.kubernetes.cri.image-name").GetString()!,
            int.Parse(task.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
    }

    public override async Task RemoveAsync(string name)
    {
        await RunningProcess.RunAsync([.. Ctr, "task", "delete", "--force", _ids[name]]);
        await RunningProcess.RunAsync([.. Ctr, "container", "delete", _ids[name]]);
    }

    public override void Dispose()
    {
        if (_daemon is { HasEnded: false })
        {
            _daemon.Signal(RunningProcess.Interrupt);
            _daemon.EndAsync().GetAwaiter().GetResult();
        }

        _daemon?.Dispose();
        base.Dispose();
    }

    private string[] Options(string name, string script)
    {
        var id = _ids[name] = string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        return
        [
            "--rootfs", "--annotation", $"io.kubernetes.cri.container-name={name}", "--annotation", $"io.kubernetes.cri.image-name={FullImage}",
            RootFolder, id, "/bin/sh", "-c", script,
        ];
    }
}
