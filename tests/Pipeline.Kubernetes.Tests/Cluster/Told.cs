using System.Net;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Cluster;

/// <summary>Objects as a feed tells them, with what a test does not care for left empty.</summary>
internal static class Told
{
    public const long Second = 1_000_000_000;

    private static readonly Dictionary<string, string> Nothing = [];

    public static Pod Pod(string uid, string name = "web-0", string space = "shop") => new()
    {
        Uid = uid,
        NodeUid = uid,
        Namespace = space,
        Name = name,
        NodeName = "node-1",
        Controller = null,
        Addresses = [],
        HostNetwork = false,
        Phase = PodPhase.Running,
        Created = 0,
        Started = 0,
        Deleted = 0,
        Containers = [],
        Labels = Nothing,
        Annotations = Nothing,
        Version = 0,
    };

    public static Service Service(string uid, string name, params string[] addresses) =>
        new() { Uid = uid, Namespace = "shop", Name = name, ClusterAddresses = [.. addresses.Select(Address)], Version = 0 };

    public static Node Node(string uid, string name, params string[] addresses) =>
        new() { Uid = uid, Namespace = "", Name = name, Addresses = [.. addresses.Select(Address)], Version = 0 };

    public static Owner Owner(ObjectKind kind, string uid, string name, Controller? controller) =>
        new(kind) { Uid = uid, Namespace = "shop", Name = name, Controller = controller, Version = 0 };

    public static UInt128 Address(string text)
    {
        var value = UInt128.Zero;
        foreach (var part in IPAddress.Parse(text).MapToIPv6().GetAddressBytes())
            value = value << 8 | part;
        return value;
    }

    public static Key AddressKey(string text) => Key.OfAddress(Address(text));
}
