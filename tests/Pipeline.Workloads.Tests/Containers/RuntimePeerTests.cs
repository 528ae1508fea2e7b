using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Workloads.Tests.Containers.Peers;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Rows of traced processes beside what the runtimes themselves say of the containers those ran in.</summary>
[Trait("needs", "root")]
public sealed class RuntimePeerTests : IDisposable
{
    private static readonly string[] Short = ["first", "second", "third"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = $"m{Guid.NewGuid():N}"[..12];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_name_the_containers_of_podman()
    {
        Needs.Root("podman", "runc", "conmon", "busybox");
        await RunAsync(new PodmanPeer(_folder.Path("podman")));
    }

    [Fact]
    public async Task Rows_name_the_containers_of_Docker()
    {
        Needs.Root("dockerd", "docker", "containerd", "runc", "busybox");
        await RunAsync(new DockerPeer(_folder.Path("docker")));
    }

    [Fact]
    public async Task Rows_name_the_containers_of_containerd()
    {
        Needs.Root("containerd", "ctr", "runc", "busybox");
        await RunAsync(new ContainerdPeer(_folder.Path("containerd")));
    }

    private async Task RunAsync(RuntimePeer peer)
    {
        using var _ = peer;
        await peer.StartAsync();
        using var host = HostRun.Start(_folder, "run", _folder.Write("config.toml", $"""
            [sources.exec]
            type = "bpf"
            object = "execsnoop"

            [sources.sockets]
            type = "sockets"

            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]

            [transforms.containers]
            type = "containers"
            inputs = ["exec", "requests", "sockets.conn_events"]
            columns = ["container_id", "container_name", "container_image_name", "container_image_tag", "container_runtime", "process_vpid", "process_owner", "process_command_line"]
            {peer.Found}

            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["containers"]
            """));
        await host.Process.Errors.WaitForAsync("execsnoop.bpf.o is attached");
        await host.Process.Errors.WaitForAsync("sockets.bpf.o is attached");

        // One that somebody can look at, which talks to itself, and some that live for about 50 ms.
        var port = Random.Shared.Next(20_000, 30_000);
        var longId = await peer.BeginAsync($"{_mark}-long", $"httpd -p 127.0.0.1:{port} -h /etc; wget -q -O /dev/null http://127.0.0.1:{port}/hello?{_mark}; exec sleep 1000");
        var seen = await peer.InspectAsync($"{_mark}-long");
        var ids = new Dictionary<string, string> { [$"{_mark}-long"] = longId };
        foreach (var name in Short)
            ids[$"{_mark}-{name}"] = await peer.RunAsync($"{_mark}-{name}", Script(name));
        await host.Process.Output.WaitForAsync(l => l.Contains($"hello?{_mark}", StringComparison.Ordinal) && l.Contains("req_method", StringComparison.Ordinal));
        var cgroup = await File.ReadAllTextAsync($"/proc/{seen.Pid}/cgroup");
        await peer.RemoveAsync($"{_mark}-long");
        await host.StopAsync();

        // The runtime's own word, and the kernel's.
        Assert.Equal((longId, $"{_mark}-long", $"{RuntimePeer.Image}:{RuntimePeer.Tag}"), (seen.Id, seen.Name, seen.Image));
        Assert.Contains(longId, cgroup, StringComparison.Ordinal);
        foreach (var name in Short)
        {
            var row = Assert.Single(host.Rows, r => Args(r) is [.., "-c", var script] && script == Script(name) && Text(r, "container_id").Length > 0);
            AssertNamed(row, peer, ids[$"{_mark}-{name}"], $"{_mark}-{name}");
            Assert.Equal(1, row.GetProperty("process_vpid").GetInt32());
            var child = Assert.Single(host.Rows, r => Args(r) is ["sleep", "0.05"] && Text(r, "cgroup_id") == Text(row, "cgroup_id"));
            AssertNamed(child, peer, ids[$"{_mark}-{name}"], $"{_mark}-{name}");
        }

        var sleeping = Assert.Single(host.Rows, r => Args(r) is ["sleep", "1000"] && r.GetProperty("pid").GetInt32() == seen.Pid);
        AssertNamed(sleeping, peer, longId, $"{_mark}-long");
        Assert.Equal(peer.Owner, sleeping.GetProperty("process_owner").GetString());
        Assert.Equal("sleep 1000", sleeping.GetProperty("process_command_line").GetString());

        var requests = host.Rows.Where(r => r.TryGetProperty("req_path", out var p) && p.GetString()!.Contains(_mark, StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, requests.Length);
        Assert.All(requests, r => AssertNamed(r, peer, longId, $"{_mark}-long"));
        var connections = host.Rows.Where(r => Table(r) == "conn_events" && (Port(r, "local_port") == port || Port(r, "remote_port") == port)).ToArray();
        Assert.NotEmpty(connections);
        Assert.All(connections, r => AssertNamed(r, peer, longId, $"{_mark}-long"));

        // What runs beside them, such as the runtime itself, is in none of them.
        Assert.All(host.Rows.Where(r => Args(r).Contains($"{_mark}-long")), r => Assert.Equal("", r.GetProperty("container_id").GetString()));
    }

    private string Script(string name) => $"sleep 0.05; : {_mark} {name}";

    private static void AssertNamed(JsonElement row, RuntimePeer peer, string id, string name)
    {
        Assert.Equal(id, row.GetProperty("container_id").GetString());
        Assert.Equal(name, row.GetProperty("container_name").GetString());
        Assert.Equal((RuntimePeer.Image, RuntimePeer.Tag), (row.GetProperty("container_image_name").GetString(), row.GetProperty("container_image_tag").GetString()));
        Assert.Equal(peer.Runtime, row.GetProperty("container_runtime").GetString());
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).ToString();

    private static string Table(JsonElement row) => row.GetProperty("table").GetString()!;

    private static string[] Args(JsonElement row) => row.TryGetProperty("args", out var args) ? [.. args.EnumerateArray().Select(a => a.GetString()!)] : [];

    private static int Port(JsonElement row, string name) => int.Parse(row.GetProperty(name).ToString(), CultureInfo.InvariantCulture);
}
