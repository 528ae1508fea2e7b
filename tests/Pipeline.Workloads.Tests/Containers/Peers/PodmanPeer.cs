using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Workloads.Tests.Containers.Peers;

/// <summary>podman without a daemon. With runc: Debian 12's crun refuses cgroups of both versions together where version 2 has a controller.</summary>
internal sealed class PodmanPeer(string folder) : RuntimePeer(folder)
{
    public override string Runtime => "podman";

    public override string Found => $"storage = [\"{Folder}/store\", \"{Folder}/run\"]";

    protected override string[] Cgroups => ["libpod_parent/conmon", "libpod_parent"];

    private string[] Podman =>
        ["podman", "--root", $"{Folder}/store", "--runroot", $"{Folder}/run", "--tmpdir", $"{Folder}/tmp", "--cgroup-manager=cgroupfs", "--storage-driver=vfs", "--runtime=runc"];

    private static string[] Options(string name) =>
        ["--pull=never", "--network=none", "--user=65534", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--name", name];

    public override async Task StartAsync()
    {
        await MakeImageAsync();
        await RunningProcess.RunAsync([.. Podman, "import", ImageFile, FullImage]);
    }

    public override async Task<string> RunAsync(string name, string script)
    {
        var id = Path.Join(Folder, $"{name}.id");
        await RunningProcess.RunAsync([.. Podman, "run", "--rm", "--cidfile", id, .. Options(name), FullImage, "/bin/sh", "-c", script]);
        return await File.ReadAllTextAsync(id);
    }

    public override async Task<string> BeginAsync(string name, string script) =>
        (await RunningProcess.RunAsync([.. Podman, "run", "-d", .. Options(name), FullImage, "/bin/sh", "-c", script])).Trim();

    public override async Task<(string Id, string Name, string Image, int Pid)> InspectAsync(string name)
    {
        var told = JsonDocument.Parse(await RunningProcess.RunAsync([.. Podman, "inspect", name])).RootElement[0];
        return (told.GetProperty("Id").GetString()!, told.GetProperty("Name").GetString()!, told.GetProperty("ImageName").GetString()!, told.GetProperty("State").GetProperty("Pid").GetInt32());
    }

    public override async Task RemoveAsync(string name) => await RunningProcess.RunAsync([.. Podman, "rm", "-f", "-t", "0", name]);

    public override void Dispose()
    {
        RunningProcess.RunAsync([.. Podman, "rm", "-fa", "-t", "0"]).GetAwaiter().GetResult();
        base.Dispose();
    }
}
