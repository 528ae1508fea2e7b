using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kubernetes.Tests.Transform.Pods;

/// <summary>Network namespaces joined by a bridge in one more, each with its address: what a cluster's network is on one node. Nothing of it touches the machine's own network.</summary>
internal sealed class PodNetwork : IAsyncDisposable
{
    private readonly string _name = $"kube-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<string> _spaces = [];

    private string Node => $"{_name}-node";

    public static async Task<PodNetwork> MakeAsync()
    {
        var network = new PodNetwork();
        await network.AddSpaceAsync(network.Node);
        await IpAsync("-n", network.Node, "link", "add", "br0", "type", "bridge");
        await IpAsync("-n", network.Node, "link", "set", "br0", "up");
        return network;
    }

    /// <summary>A namespace with the address; the file by which it is entered.</summary>
    public async Task<string> AddAsync(string name, string address)
    {
        var (space, link) = ($"{_name}-{name}", $"v{_spaces.Count}");
        await AddSpaceAsync(space);
        await IpAsync("link", "add", link, "netns", Node, "type", "veth", "peer", "name", "eth0", "netns", space);
        await IpAsync("-n", Node, "link", "set", link, "master", "br0", "up");
        await IpAsync("-n", space, "addr", "add", $"{address}/16", "dev", "eth0");
        await IpAsync("-n", space, "link", "set", "eth0", "up");
        await IpAsync("-n", space, "link", "set", "lo", "up");
        return $"/run/netns/{space}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var space in _spaces)
            await IpAsync("netns", "del", space);
    }

    private static Task IpAsync(params string[] arguments) => RunningProcess.RunAsync(["ip", .. arguments]);

    private async Task AddSpaceAsync(string space)
    {
        await IpAsync("netns", "add", space);
        _spaces.Add(space);
    }
}
