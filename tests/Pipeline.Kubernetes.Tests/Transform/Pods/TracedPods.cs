using System.Diagnostics;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.KubernetesServer;

namespace Pipeline.Kubernetes.Tests.Transform.Pods;

/// <summary>
/// A node of a cluster, as much of one as rows can tell apart: a server that is asked by kubectl and by the pipeline, real processes in the cgroups and networks of pods, and the installed
/// host that traces their sockets and executions.
/// </summary>
internal sealed class TracedPods : IAsyncDisposable
{
    private const int Port = 8080;

    // Pods, nodes, services, ReplicaSets, Jobs.
    private const int Kinds = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly OwnCgroup _cgroup = OwnCgroup.Make();
    private PodNetwork _network = null!;
    private string _served = "";
    private PodProcess? _client;
    private HostRun? _host;

    public const string ServedAddress = "10.88.0.5";
    public const string ClientAddress = "10.88.0.6";

    public TestApiServer Server { get; private set; } = null!;

    public ClientFiles Files { get; private set; } = null!;

    public Kubectl Kubectl { get; private set; } = null!;

    /// <summary>What happened of which pod: the path of its requests, and what rows have to say of it.</summary>
    public Dictionary<string, Served> Truth { get; } = [];

    /// <summary>The log so far.</summary>
    public string Log => _host!.Process.Errors.Text;

    /// <summary>A cluster with a client's pod in it, and nobody who traces yet.</summary>
    public static async Task<TracedPods> MakeAsync()
    {
        var pods = new TracedPods();
        pods._network = await PodNetwork.MakeAsync();
        pods._served = await pods._network.AddAsync("served", ServedAddress);
        pods.Server = await TestApiServer.StartAsync(new KubernetesServerOptions { IsSecure = true });
        pods.Files = ClientFiles.Write(pods.Server, pods._folder.Path("client"));
        pods.Kubectl = new Kubectl(pods.Files, pods._folder);
        await pods.Kubectl.CreateAsync(Objects.Namespace("shop"));
        var container = Container();
        var uid = await pods.Kubectl.CreateAsync(Objects.Pod("client", "clients"));
        await pods.Kubectl.StatusAsync("client", Objects.Running(ClientAddress, container, DateTime.UtcNow));
        pods._client = await PodProcess.StartAsync(pods._cgroup, await pods._network.AddAsync("client", ClientAddress), uid, container);
        return pods;
    }

    /// <summary>Starts the host, and waits until it traces.</summary>
    public async Task TraceAsync(string wait)
    {
        var configuration = _folder.Write("pods.toml", $"""
            [sources.sockets]
            type = "sockets"
            protocols = ["http"]
            cgroup = "{_cgroup.Path}"
            [sources.executions]
            type = "bpf"
            object = "execsnoop"
            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            [transforms.pods]
            type = "kubernetes"
            inputs = ["requests.http_events", "executions"]
            kubeconfig = "{Files.Kubeconfig}"
            columns = ["k8s_namespace_name", "k8s_pod_name", "k8s_pod_uid", "k8s_container_name", "container_id", "k8s_workload_kind", "k8s_workload_name"]
            wait = "{wait}"
            [sinks.rows]
            type = "file"
            path = "{_folder.Path("rows.json")}"
            inputs = ["pods"]
            """);
        _host = HostRun.Start(_folder, "run", configuration);
        await _host.Process.Errors.WaitForAsync("sockets.bpf.o is attached");
        await _host.Process.Errors.WaitForAsync("execsnoop.bpf.o is attached");
    }

    /// <summary>Until the pipeline follows all that it follows, by watches that were begun since so many requests had come.</summary>
    public Task FollowedAsync(int since = 0) =>
        UntilAsync(() => Server.Requests.Skip(since).Count(r => r.Contains("watch=1", StringComparison.Ordinal)) >= Kinds && Server.OpenWatches >= Kinds, "the pipeline does not watch");

    /// <summary>Makes a pod with the name and address that all have, lets it be called, and deletes it.</summary>
    /// <param name="set">Its StatefulSet, by which it is told from the others.</param>
    /// <param name="isToldLate">It begins before the cluster tells its address and container, as pods do.</param>
    /// <param name="calls">Requests to it.</param>
    public async Task ReplaceAsync(string set, bool isToldLate, int calls = 5)
    {
        var container = Container();
        var uid = await Kubectl.CreateAsync(Objects.Pod("web-0", set));
        var status = Objects.Running(ServedAddress, container, DateTime.UtcNow);
        if (!isToldLate)
            await Kubectl.StatusAsync("web-0", status);
        using (var process = await PodProcess.StartAsync(_cgroup, _served, uid, container))
        {
            await process.ServeAsync(Port);
            await CallAsync(process, new Served(set, uid, container), calls);
            if (isToldLate)
                await Kubectl.StatusAsync("web-0", status);
        }

        await Kubectl.DeletePodAsync("web-0");
    }

    /// <summary>A pod that is there before anybody traces; calls to it go on until it is disposed of.</summary>
    public async Task<(PodProcess Process, Served Served)> StandAsync(string set)
    {
        var container = Container();
        var uid = await Kubectl.CreateAsync(Objects.Pod("web-0", set));
        await Kubectl.StatusAsync("web-0", Objects.Running(ServedAddress, container, DateTime.UtcNow));
        var process = await PodProcess.StartAsync(_cgroup, _served, uid, container);
        await process.ServeAsync(Port);
        return (process, new Served(set, uid, container));
    }

    /// <summary>Lets a pod be called, and execute a program.</summary>
    public async Task CallAsync(PodProcess process, Served served, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var path = $"/{served.Set}/{Truth.Count}";
            Truth[path] = served;
            await _client!.GetAsync($"http://{ServedAddress}:{Port}{path}");
        }

        await process.RunAsync($"true {served.Set}");
    }

    /// <summary>Until so many rows are written of requests whose paths begin so: those of both ends.</summary>
    public Task WrittenAsync(string path, int rows) =>
        UntilAsync(() => File.Exists(_folder.Path("rows.json")) && File.ReadLines(_folder.Path("rows.json")).Count(line => line.Contains($"\"req_path\":\"{path}", StringComparison.Ordinal)) >= rows, $"there are no {rows} rows of {path}");

    /// <summary>Ends the host in order; its rows.</summary>
    public async Task<JsonElement[]> StopAsync()
    {
        var ledger = await _host!.StopAsync();
        ledger.AssertIdentities();
        return [.. File.ReadLines(_folder.Path("rows.json")).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        _client?.Dispose();
        foreach (var folder in (ReadOnlySpan<string>)["kubepods.slice/kubepods-burstable.slice", "kubepods.slice"])
            Directory.Delete(Path.Combine(_cgroup.Path, folder));
        _cgroup.Dispose();
        await _network.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        for (var begun = Stopwatch.StartNew(); !isSo(); await Task.Delay(50))
            if (begun.Elapsed > Patience.ForAnything)
                Assert.Fail($"{otherwise}. It asked:\n{string.Join('\n', Server.Requests.TakeLast(20))}\nIt said:\n{Log}");
    }

    private static string Container() => Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");

    /// <summary>A pod that was called.</summary>
    internal sealed record Served(string Set, string Uid, string Container);
}
