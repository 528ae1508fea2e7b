using System.Text;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Cluster;

public sealed class ClusterStateTests
{
    private readonly List<Subject> _outdated = [];
    private readonly ClusterState _state;

    public ClusterStateTests() => _state = new ClusterState(TimeSpan.FromSeconds(60), ["team"], ["note"], _outdated.Add, capacity: 4);

    [Fact]
    public void A_pod_of_a_ReplicaSet_is_its_Deployments_whichever_is_told_first()
    {
        Put(Told.Pod("p1") with { Controller = new Controller("ReplicaSet", "web-5d9c", "set") });
        Assert.Equal(("ReplicaSet", "web-5d9c"), WorkloadOf("p1"));
        Assert.False(Pod("p1").HasWorkload);

        _outdated.Clear();
        Put(Told.Owner(ObjectKind.ReplicaSet, "set", "web-5d9c", new Controller("Deployment", "web", "d")));
        Assert.Equal(("Deployment", "web"), WorkloadOf("p1"));
        Assert.Equal([Pod("p1")], _outdated);

        Put(Told.Pod("p2") with { Controller = new Controller("ReplicaSet", "web-5d9c", "set") });
        Assert.Equal(("Deployment", "web"), WorkloadOf("p2"));
        Assert.True(Pod("p2").HasWorkload);
    }

    [Fact]
    public void A_Deployment_is_known_by_the_label_of_its_pods_where_nobody_tells_of_ReplicaSets()
    {
        var labels = new Dictionary<string, string> { [PodBook.TemplateHash] = "5d9c" };
        Put(Told.Pod("p1") with { Controller = new Controller("ReplicaSet", "web-front-5d9c", "set"), Labels = labels });
        Assert.Equal(("Deployment", "web-front"), WorkloadOf("p1"));
        // The word of the ReplicaSet itself counts for more.
        Put(Told.Owner(ObjectKind.ReplicaSet, "set", "web-front-5d9c", new Controller("Rollout", "front", "r")));
        Assert.Equal(("Rollout", "front"), WorkloadOf("p1"));
    }

    [Fact]
    public void A_Job_is_its_CronJobs_where_it_has_one()
    {
        Put(Told.Owner(ObjectKind.Job, "j1", "report-28431234", new Controller("CronJob", "report", "c")));
        Put(Told.Owner(ObjectKind.Job, "j2", "once", null));
        Put(Told.Pod("p1") with { Controller = new Controller("Job", "report-28431234", "j1") });
        Put(Told.Pod("p2") with { Controller = new Controller("Job", "once", "j2") });
        Assert.Equal(("CronJob", "report"), WorkloadOf("p1"));
        Assert.Equal(("Job", "once"), WorkloadOf("p2"));
    }

    [Fact]
    public void Other_controllers_are_taken_at_their_word_and_a_pod_alone_is_its_own_workload()
    {
        Put(Told.Pod("p1", "kube-proxy-node-1") with { Controller = new Controller("Node", "node-1", "n") });
        Put(Told.Pod("p2", "db-0") with { Controller = new Controller("StatefulSet", "db", "s") });
        Put(Told.Pod("p3", "debug"));
        Assert.Equal(("Node", "node-1"), WorkloadOf("p1"));
        Assert.Equal(("StatefulSet", "db"), WorkloadOf("p2"));
        Assert.Equal(("Pod", "debug"), WorkloadOf("p3"));
    }

    [Fact]
    public void An_owner_is_known_for_as_long_as_its_pods_are()
    {
        Put(Told.Owner(ObjectKind.ReplicaSet, "set", "web-1", new Controller("Deployment", "web", "d")));
        Put(Told.Pod("p1") with { Controller = new Controller("ReplicaSet", "web-1", "set") });
        End(ObjectKind.ReplicaSet, "set", 1);
        End(ObjectKind.Pod, "p1", 1);
        Assert.Equal(("Deployment", "web"), WorkloadOf("p1"));
        _state.Forget(62 * Told.Second);
        Assert.Equal(0, _state.Texts.Count);
    }

    [Fact]
    public void A_static_pod_is_found_by_the_uid_of_its_cgroups_and_by_that_of_its_mirror()
    {
        Put(Told.Pod("8d0c4c52-2c4e-4f6f-9d8e-0123456789ab", "etcd-node-1") with { NodeUid = "0123456789abcdef0123456789abcdef" });
        Assert.NotNull(_state.FindPod(Key.Of("8d0c4c52-2c4e-4f6f-9d8e-0123456789ab")));
        Assert.NotNull(_state.FindPod(Key.Of("01234567-89ab-cdef-0123-456789abcdef")));
    }

    [Fact]
    public void A_container_that_was_started_again_is_found_by_both_its_ids()
    {
        var (first, second, third) = (new string('a', 64), new string('b', 64), new string('c', 64));
        Put(Told.Pod("p1") with { Containers = [new Container("app", first, "app:1", "")] });
        Put(Told.Pod("p1") with { Containers = [new Container("app", second, "app:1", first)] });
        Assert.Same(Pod("p1"), _state.FindPod(Key.Of(first)));
        Assert.Same(Pod("p1"), _state.FindPod(Key.Of(second)));

        Put(Told.Pod("p1") with { Containers = [new Container("app", third, "app:1", second)] });
        Assert.Null(_state.FindPod(Key.Of(first)));
        Assert.Equal("app", Text(Pod("p1").Containers[Pod("p1").Find(Key.Of(third))].Name));
    }

    [Fact]
    public void A_pod_in_its_nodes_network_does_not_have_the_nodes_address()
    {
        Put(Told.Node("n1", "node-1", "192.168.0.7"));
        Put(Told.Pod("p1") with { HostNetwork = true, Addresses = [Told.Address("192.168.0.7")] });
        Assert.IsType<NamedNode>(_state.Addresses.Find(Told.AddressKey("192.168.0.7"), 5, out _));
    }

    [Fact]
    public void A_pod_that_has_ended_has_no_address_any_more_also_while_it_is_still_an_object()
    {
        Put(Told.Pod("p1", "job-1") with { Addresses = [Told.Address("10.0.0.5")], Started = 10 * Told.Second }, now: 11 * Told.Second);
        Put(Told.Pod("p1", "job-1") with { Addresses = [Told.Address("10.0.0.5")], Started = 10 * Told.Second, Phase = PodPhase.Succeeded }, now: 20 * Told.Second);
        Put(Told.Pod("p2", "web-1") with { Addresses = [Told.Address("10.0.0.5")], Started = 20 * Told.Second }, now: 21 * Told.Second);
        Assert.Equal("job-1", Text(_state.Addresses.Find(Told.AddressKey("10.0.0.5"), 15 * Told.Second, out _)!.Name));
        Assert.Equal("web-1", Text(_state.Addresses.Find(Told.AddressKey("10.0.0.5"), 20 * Told.Second + 1, out _)!.Name));
    }

    [Fact]
    public void A_service_is_found_by_its_addresses_of_both_families_and_by_its_new_name()
    {
        Put(Told.Service("s1", "web", "10.96.0.10", "fd00::10"));
        Assert.Equal("web", Text(_state.Addresses.Find(Told.AddressKey("10.96.0.10"), 1, out _)!.Name));
        Assert.Equal("web", Text(_state.Addresses.Find(Told.AddressKey("fd00::10"), 1, out _)!.Name));
        Assert.True(_state.Addresses.HasNeighbours(Told.AddressKey("10.96.0.99")));
        Assert.False(_state.Addresses.HasNeighbours(Told.AddressKey("10.96.1.10")));
        Assert.True(_state.Addresses.HasNeighbours(Told.AddressKey("fd00::99")));
        Assert.False(_state.Addresses.HasNeighbours(Told.AddressKey("fd01::10")));
    }

    [Fact]
    public void Labels_and_annotations_that_were_asked_for_are_kept_and_long_ones_cut_at_a_character()
    {
        Put(Told.Pod("p1") with
        {
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            Annotations = new Dictionary<string, string> { ["note"] = new string('é', 600) },
        });
        Assert.Equal("blue", Text(Pod("p1").Values[0]));
        Assert.Equal(new string('é', 512), Text(Pod("p1").Values[1]));
    }

    [Fact]
    public void Pods_beyond_those_that_can_be_known_are_counted_and_the_longest_gone_make_room_first()
    {
        foreach (var uid in (string[])["p1", "p2", "p3", "p4"])
            Put(Told.Pod(uid));
        End(ObjectKind.Pod, "p2", 1);
        Put(Told.Pod("p5"));
        Assert.Null(_state.FindPod(Key.Of("p2")));
        Assert.Equal((1, 0), (_state.ForgottenEarly, _state.Skipped));

        Put(Told.Pod("p6"));
        Assert.Null(_state.FindPod(Key.Of("p6")));
        Assert.Equal((1, 1), (_state.ForgottenEarly, _state.Skipped));
        Assert.Equal(4, _state.PodsThere);
    }

    [Fact]
    public void Only_a_change_that_rows_would_show_makes_what_they_were_told_outdated()
    {
        Put(Told.Pod("p1"));
        _outdated.Clear();
        Put(Told.Pod("p1") with { Deleted = 5, Phase = PodPhase.Failed });
        Assert.Empty(_outdated);
        Put(Told.Pod("p1") with { Labels = new Dictionary<string, string> { ["team"] = "red" } });
        Assert.Equal([Pod("p1")], _outdated);
    }

    [Fact]
    public void A_pod_that_a_stale_server_tells_of_again_is_there_again()
    {
        Put(Told.Pod("p1") with { Addresses = [Told.Address("10.0.0.5")] });
        End(ObjectKind.Pod, "p1", 1);
        Put(Told.Pod("p1") with { Addresses = [Told.Address("10.0.0.5")] }, now: 2);
        _state.Forget(1_000 * Told.Second);
        Assert.NotNull(_state.FindPod(Key.Of("p1")));
        Assert.Same(Pod("p1"), _state.Addresses.Find(Told.AddressKey("10.0.0.5"), 3, out var left));
        Assert.Equal(long.MaxValue, left);
        Assert.Equal(1, _state.PodsThere);
    }

    private void Put(ClusterObject told, long now = 0) => _state.Apply(new Put(told), now);

    private void End(ObjectKind kind, string uid, long now) => _state.Apply(new Gone(kind, uid, now), now);

    private KnownPod Pod(string uid) => _state.FindPod(Key.Of(uid))!;

    private string Text(int number) => Encoding.UTF8.GetString(_state.Texts[number]);

    private (string Kind, string Name) WorkloadOf(string uid)
    {
        var workload = PodWorkload.Of(Pod(uid), _state.Texts);
        return (Encoding.UTF8.GetString(workload.Kind), Text(workload.Name));
    }
}
