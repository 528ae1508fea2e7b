using System.Diagnostics;
using System.Globalization;
using Pipeline.Transforms.Kubernetes;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Columns;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Benchmarks.Runs.Kubernetes;

/// <summary>What 100,000 pods of two containers, 5,000 Deployments with ten ReplicaSets each, 5,000 services and 1,000 nodes take, and how fast they are taken in.</summary>
internal static class PodMemory
{
    private const int Pods = ClusterState.MostPods;
    private const int Deployments = 5_000;
    private const int Sets = 10;
    private const int Nodes = 1_000;

    public static void Measure(FigureTable figures)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        RowFacts? facts = null;
        var state = new ClusterState(TimeSpan.FromMinutes(5), [], [], subject => facts!.Outdate(subject));
        facts = new RowFacts(OwnColumns.Choose(new KubernetesOptions()), state.Texts, "");
        var clock = Stopwatch.GetTimestamp();
        for (var i = 0; i < Pods; i++)
            state.Apply(new Put(MakePod(i)), 0);
        figures.Of($"kubernetes, pods taken in, up to {Pods}", "M/s").Add(Pods / Stopwatch.GetElapsedTime(clock).TotalSeconds / 1e6);
        figures.Of($"kubernetes, {Pods} pods of two containers", "MiB", "< 60").Add(Mebibytes(before));
        foreach (var told in Others())
            state.Apply(new Put(told), 0);
        figures.Of($"kubernetes, the same and {Deployments * Sets} ReplicaSets, {Deployments} services, {Nodes} nodes", "MiB").Add(Mebibytes(before));

        for (var i = 0; i < Pods; i++)
        {
            var pod = state.FindPod(Key.Of(Uid(1, i)))!;
            _ = facts.Of(pod, 0, Container(i, 0));
            _ = facts.OfRemote(pod);
        }

        figures.Of("kubernetes, the same, each pod met by rows of its own and of other ends", "MiB").Add(Mebibytes(before));
        GC.KeepAlive(state);
    }

    private static double Mebibytes(long before) => (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(1 << 20);

    private static IEnumerable<ClusterObject> Others()
    {
        for (var i = 0; i < Nodes; i++)
            yield return new Node { Uid = Uid(2, i), Namespace = "", Name = NodeName(i), Version = 0, Addresses = [Address(0xC0A80000, i)] };
        for (var i = 0; i < Deployments; i++)
        {
            yield return new Service { Uid = Uid(3, i), Namespace = Namespace(i), Name = Deployment(i), Version = 0, ClusterAddresses = [Address(0xAC100000, i)] };
            for (var set = 0; set < Sets; set++)
                yield return new Owner(ObjectKind.ReplicaSet)
                {
                    Uid = Uid(4, i * Sets + set), Namespace = Namespace(i), Name = $"{Deployment(i)}-{set}", Version = 0, Controller = new Controller("Deployment", Deployment(i), Uid(5, i)),
                };
        }
    }

    private static Pod MakePod(int i)
    {
        var deployment = i % Deployments;
        return new Pod
        {
            Uid = Uid(1, i), NodeUid = Uid(1, i), Namespace = Namespace(deployment), Name = string.Create(CultureInfo.InvariantCulture, $"{Deployment(deployment)}-7d4b9c6f5-{i:x5}"),
            NodeName = NodeName(i % Nodes), Controller = new Controller("ReplicaSet", $"{Deployment(deployment)}-9", Uid(4, deployment * Sets + 9)), Addresses = [Address(0x0A000000, i)],
            HostNetwork = false, Phase = PodPhase.Running, Created = 1, Started = 1, Deleted = 0, Version = 0,
            Labels = new Dictionary<string, string>(), Annotations = new Dictionary<string, string>(),
            Containers =
            [
                new Container("server", Container(i, 0), $"registry.example/shop/{Deployment(deployment)}:1.2.3", ""),
                new Container("proxy", Container(i, 1), "registry.example/mesh/proxy:4.5.6", ""),
            ],
        };
    }

    private static string Uid(int kind, int number) => new Guid(number, (short)kind, 0x4000, [0x80, 1, 2, 3, 4, 5, 6, 7]).ToString();

    private static string Namespace(int deployment) => string.Create(CultureInfo.InvariantCulture, $"team-{deployment % 200}");

    private static string Deployment(int deployment) => string.Create(CultureInfo.InvariantCulture, $"some-service-{deployment}");

    private static string NodeName(int node) => string.Create(CultureInfo.InvariantCulture, $"ip-192-168-{node / 250}-{node % 250}.region.compute.internal");

    private static string Container(int pod, int place) => string.Create(CultureInfo.InvariantCulture, $"{pod:x16}{place:x16}") + new string('f', 32);

    private static UInt128 Address(uint network, int number) => ((UInt128)0xFFFF << 32) | (network + (uint)number);
}
