using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers.Peers;

/// <summary>dockerd with a containerd of its own, without bridge and packet filters.</summary>
internal sealed class DockerPeer(string folder) : RuntimePeer(folder)
{
    // It makes one for itself where it is told no other place.
    private const string Key = "/etc/docker/key.json";

    private readonly bool _hadKey = File.Exists(Key);
    private RunningProcess? _daemon;

    public override string Runtime => "docker";

    public override string Found => $"docker = [\"{Folder}/data\"]";

    protected override string[] Cgroups => ["docker"];

    private string[] Docker => ["docker", "--config", $"{Folder}/config", "--host", $"unix://{Folder}/socket"];

    private static string[] Options(string name) => ["--pull=never", "--network=none", "--user=65534", "--name", name];

    public override async Task StartAsync()
    {
        await MakeImageAsync();
        _daemon = RunningProcess.Start(
            "dockerd", "--data-root", $"{Folder}/data", "--exec-root", $"{Folder}/run", "--pidfile", $"{Folder}/pid", "--host", $"unix://{Folder}/socket",
            "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--bridge=none", "--storage-driver=vfs");
        await _daemon.Errors.WaitForAsync("API listen on ");
        await RunningProcess.RunAsync([.. Docker, "import", ImageFile, FullImage]);
    }

    public override async Task<string> RunAsync(string name, string script)
    {
        var id = Path.Join(Folder, $"{name}.id");
        await RunningProcess.RunAsync([.. Docker, "run", "--rm", "--cidfile", id, .. Options(name), FullImage, "/bin/sh", "-c", script]);
        return await File.ReadAllTextAsync(id);
    }

    public override async Task<string> BeginAsync(string name, string script) =>
        (await RunningProcess.RunAsync([.. Docker, "run", "-d", .. Options(name), FullImage, "/bin/sh", "-c", script])).Trim();

    public override async Task<(string Id, string Name, string Image, int Pid)> InspectAsync(string name)
    {
        var told = JsonDocument.Parse(await RunningProcess.RunAsync([.. Docker, "inspect", name])).RootElement[0];
        return (told.GetProperty("Id").GetString()!, told.GetProperty("Name").GetString()!.TrimStart('/'), told.GetProperty("Config").GetProperty("Image").GetString()!, told.GetProperty("State").GetProperty("Pid").GetInt32());
    }

    public override async Task RemoveAsync(string name) => await RunningProcess.RunAsync([.. Docker, "rm", "-f", name]);

    public override void Dispose()
    {
        if (_daemon is { HasEnded: false })
        {
            _daemon.Signal(RunningProcess.Interrupt);
            _daemon.EndAsync().GetAwaiter().GetResult();
        }

        _daemon?.Dispose();
        if (!_hadKey)
            File.Delete(Key);
        base.Dispose();
    }
}
