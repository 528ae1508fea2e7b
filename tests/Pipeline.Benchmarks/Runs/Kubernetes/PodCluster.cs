using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.Benchmarks.Runs.Kubernetes;

/// <summary>A cluster of pods that run, each with an address and a container, and an API server that tells of them. Some have cgroups of this machine.</summary>
internal sealed class PodCluster : IAsyncDisposable
{
    private const int Cgroups = 100;

    private readonly string _root = Path.Combine(CgroupMount(), $"pipeline-bench-{Environment.ProcessId}");
    private readonly string[] _uids;

    private PodCluster(TestApiServer server, int pods) => (Server, _uids) = (server, new string[pods]);

    public TestApiServer Server { get; }

    public int Pods => _uids.Length;

    /// <summary>The uids of now, by pod.</summary>
    public IReadOnlyList<string> Uids => _uids;

    /// <summary>The numbers of the cgroups there are.</summary>
    public List<ulong> CgroupIds { get; } = [];

    public static async Task<PodCluster> StartAsync(int pods)
    {
        var cluster = new PodCluster(await TestApiServer.StartAsync().ConfigureAwait(false), pods);
        for (var i = 0; i < pods; i++)
            cluster.Put(i);
        for (var i = 0; i < Cgroups; i++)
            await cluster.AddCgroupAsync(i).ConfigureAwait(false);
        return cluster;
    }

    public static byte[] Address(int pod) => IPAddress.Parse(Text(pod)).MapToIPv6().GetAddressBytes();

    /// <summary>Deletes each pod and makes another of the same name and address.</summary>
    public void ReplaceAll()
    {
        for (var i = 0; i < Pods; i++)
        {
            Server.Delete(ResourceType.Pods, "default", Name(i));
            Put(i);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(_root))
            foreach (var folder in Directory.EnumerateDirectories(_root, "*", SearchOption.AllDirectories).OrderByDescending(f => f.Length).Append(_root))
                Directory.Delete(folder);
    }

    private static string CgroupMount() => File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).First(w => w[2] == "cgroup2")[1];

    private static string Text(int pod) => string.Create(CultureInfo.InvariantCulture, $"10.{64 + pod / 62_500}.{pod / 250 % 250}.{1 + pod % 250}");

    private static string Name(int pod) => string.Create(CultureInfo.InvariantCulture, $"frontend-7d4b9c6f5-{pod:x5}");

    private static string Container(int pod) => string.Create(CultureInfo.InvariantCulture, $"{pod:x64}");

    private void Put(int pod)
    {
        var made = Server.Put((JsonObject)JsonNode.Parse($$"""
            {
              "apiVersion": "v1", "kind": "Pod",
              "metadata": { "name": "{{Name(pod)}}", "namespace": "default", "labels": { "pod-template-hash": "7d4b9c6f5" },
                "ownerReferences": [{ "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "frontend-7d4b9c6f5", "uid": "5b0c1c52-2c4e-4f6f-9d8e-0123456789ab", "controller": true }] },
              "spec": { "nodeName": "node-{{pod % 100}}", "containers": [{ "name": "server", "image": "registry.example/shop/frontend:1.2.3" }] },
              "status": { "phase": "Running", "podIP": "{{Text(pod)}}", "podIPs": [{ "ip": "{{Text(pod)}}" }], "startTime": "2026-01-01T00:00:00Z",
                "containerStatuses": [{ "name": "server", "containerID": "containerd://{{Container(pod)}}" }] }
            }
            """)!);
        _uids[pod] = made.Metadata["uid"]!.GetValue<string>();
    }

    private async Task AddCgroupAsync(int pod)
    {
        var folder = Path.Combine(_root, "kubepods", "burstable", $"pod{_uids[pod]}", Container(pod));
        Directory.CreateDirectory(folder);
        CgroupIds.Add(ulong.Parse(await Command.OutputOfAsync("stat", "--format=%i", folder).ConfigureAwait(false), CultureInfo.InvariantCulture));
    }
}
