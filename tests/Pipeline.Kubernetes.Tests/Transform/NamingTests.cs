using Pipeline.Kubernetes.Tests.Cluster;
using Pipeline.Transforms.Kubernetes;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Transform;

/// <summary>What rows of other machines, of which addresses are all there is, are told.</summary>
public sealed class NamingTests
{
    private static readonly KubernetesOptions Default = new();

    [Fact]
    public async Task A_row_is_told_its_pod_and_the_other_end_by_their_addresses()
    {
        await using var run = new NamedRun();
        run.Feed.Put(
            Told.Owner(ObjectKind.ReplicaSet, "set", "web-5d", new Controller("Deployment", "web", "d")),
            Told.Pod("p1", "web-5d-x") with { Addresses = [Told.Address("10.1.0.5")], Controller = new Controller("ReplicaSet", "web-5d", "set") },
            Told.Pod("p2", "db-0", "data") with { Addresses = [Told.Address("10.1.0.6")], Controller = new Controller("StatefulSet", "db", "s"), NodeName = "node-2" },
            Told.Service("s1", "db-service", "10.96.0.10"),
            Told.Node("n1", "node-1", "192.168.0.1"));
        run.Row("10.1.0.5", "10.1.0.6");
        run.Row("10.1.0.5", "10.96.0.10");
        run.Row("192.168.0.1", "10.1.0.5");
        run.Row("10.1.0.6", "192.168.0.1");
        run.Row("10.1.0.6", "93.184.216.34");
        var rows = run.Take();

        Assert.Equal(["pod", "pod", "host", "pod", "pod"], rows.Select(r => r["k8s_match"]));
        Assert.Equal(("shop", "web-5d-x", "node-1", "Deployment", "web"), Own(rows[0]));
        Assert.Equal(("data", "db-0", "", "StatefulSet", "db", "node-2"), Remote(rows[0]));
        Assert.Equal(("shop", "", "db-service", "", "", ""), Remote(rows[1]));
        Assert.Equal(("", "", "node-1", "", ""), Own(rows[2]));
        Assert.Equal(("", "", "", "", "", "node-1"), Remote(rows[3]));
        Assert.Equal(("", "", "", "", "", ""), Remote(rows[4]));
    }

    [Fact]
    public async Task A_row_that_comes_before_its_pod_waits_and_nothing_else_does()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1", "web-1") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Row("10.1.0.9");
        run.Row("10.1.0.5");
        Assert.Equal(["web-1"], run.Take().Select(r => r["k8s_pod_name"]));

        run.Pass(1);
        run.Feed.Put(Told.Pod("p2", "web-2") with { Addresses = [Told.Address("10.1.0.9")] });
        run.Flush();
        Assert.Equal(["web-2"], run.Take().Select(r => r["k8s_pod_name"]));
        Assert.Equal(0, run.Tally.Held);
    }

    [Fact]
    public async Task A_row_of_which_nobody_tells_in_time_goes_on_as_unknown_and_those_behind_it_wait_no_more()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Row("10.1.0.9");
        run.Pass(1.9);
        Assert.Empty(run.Take());
        run.Pass(0.2);
        Assert.Equal(["unknown"], run.Take().Select(r => r["k8s_match"]));
        run.Row("10.1.0.9");
        Assert.Equal(["unknown"], run.Take().Select(r => r["k8s_match"]));
    }

    [Fact]
    public async Task Addresses_far_from_those_of_pods_are_not_waited_for()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Row("10.1.0.5", "93.184.216.34");
        run.Row("172.16.0.1", "10.1.0.5");
        Assert.Equal(["pod", "unknown"], run.Take().Select(r => r["k8s_match"]));
    }

    [Fact]
    public async Task Until_the_first_lists_are_complete_rows_wait_but_no_longer_than_they_may()
    {
        await using var run = new NamedRun(isListed: false);
        run.Row("10.1.0.5", "93.184.216.34");
        run.Row();
        Assert.Equal(["none"], run.Take().Select(r => r["k8s_match"]));
        run.Feed.Put(Told.Pod("p1", "web-1") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Feed.ListAll();
        run.Flush();
        Assert.Equal(["web-1"], run.Take().Select(r => r["k8s_pod_name"]));

        await using var away = new NamedRun(isListed: false);
        away.Row("10.1.0.5", "93.184.216.34");
        away.Pass(2);
        Assert.Equal(["unknown"], away.Take().Select(r => r["k8s_match"]));
        away.Row("10.1.0.5", "93.184.216.34");
        Assert.Equal(["unknown"], away.Take().Select(r => r["k8s_match"]));
        away.Feed.Put(Told.Pod("p1", "web-1") with { Addresses = [Told.Address("10.1.0.5")] });
        away.Row("10.1.0.5", "93.184.216.34");
        Assert.Equal(["pod"], away.Take().Select(r => r["k8s_match"]));
    }

    [Fact]
    public async Task A_late_row_is_of_the_pod_that_had_the_address_at_its_time()
    {
        await using var run = new NamedRun();
        var first = run.Now;
        run.Feed.Put(Told.Pod("p1", "first") with { Addresses = [Told.Address("10.1.0.5")], Started = first - (5 * Told.Second) });
        run.Pass(1.5);
        run.Feed.End(ObjectKind.Pod, "p1", run.Now);
        run.Flush();
        run.Pass(0.2);
        // What the cluster says is cut to the second before the other had left.
        var started = run.Now / Told.Second * Told.Second;
        run.Feed.Put(Told.Pod("p2", "second") with { Addresses = [Told.Address("10.1.0.5")], Started = started });
        run.Flush();
        run.Pass(100);
        run.Row("10.1.0.5", time: first + Told.Second);
        run.Row("10.1.0.5", time: started + (long)(0.4 * Told.Second));
        run.Row("10.1.0.5", time: started + Told.Second);
        run.Row("10.1.0.5");
        Assert.Equal(["first", "first", "second", "second"], run.Take().Select(r => r["k8s_pod_name"]));

        // Five minutes after it was gone the first is known no more: what it would have been told is not told of the second.
        run.Pass(300);
        run.Row("10.1.0.5", time: first + Told.Second);
        run.Row("10.1.0.5");
        Assert.Equal(["second"], run.Take().Select(r => r["k8s_pod_name"]));
        run.Pass(2);
        Assert.Equal(["unknown"], run.Take().Select(r => r["k8s_match"]));
    }

    [Fact]
    public async Task A_row_behind_the_end_of_a_pod_waits_for_who_may_have_the_address_next()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1", "first") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Flush();
        run.Feed.End(ObjectKind.Pod, "p1", run.Now);
        run.Pass(0.5);
        run.Row("10.1.0.5");
        Assert.Empty(run.Take());
        run.Feed.Put(Told.Pod("p2", "second") with { Addresses = [Told.Address("10.1.0.5")], Started = run.Now / Told.Second * Told.Second });
        run.Flush();
        Assert.Equal(["second"], run.Take().Select(r => r["k8s_pod_name"]));

        // Nobody came: it was meant for who had it.
        run.Feed.End(ObjectKind.Pod, "p2", run.Now);
        run.Pass(0.5);
        run.Row("10.1.0.5");
        run.Pass(2);
        Assert.Equal(["second"], run.Take().Select(r => r["k8s_pod_name"]));
    }

    [Fact]
    public async Task A_pod_of_a_Job_that_nobody_told_of_yet_is_waited_for_because_a_CronJob_may_be_behind_it()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1", "report-1-x") with { Addresses = [Told.Address("10.1.0.5")], Controller = new Controller("Job", "report-1", "j") });
        run.Row("10.1.0.5");
        Assert.Empty(run.Take());
        run.Feed.Put(Told.Owner(ObjectKind.Job, "j", "report-1", new Controller("CronJob", "report", "c")));
        run.Flush();
        Assert.Equal([("CronJob", "report")], run.Take().Select(r => (r["k8s_workload_kind"], r["k8s_workload_name"])));
    }

    [Theory]
    [InlineData("Deployment", "k8s.deployment.name=web k8s.replicaset.name=web-5d")]
    [InlineData("ReplicaSet", "k8s.replicaset.name=web-5d")]
    [InlineData("StatefulSet", "k8s.statefulset.name=web")]
    [InlineData("DaemonSet", "k8s.daemonset.name=web")]
    [InlineData("CronJob", "k8s.cronjob.name=web k8s.job.name=web-5d")]
    [InlineData("Job", "k8s.job.name=web-5d")]
    [InlineData("Rollout", "k8s.replicaset.name=web-5d")]
    [InlineData("Pod", "")]
    public async Task The_columns_of_workloads_have_what_the_conventions_of_OpenTelemetry_name(string workload, string attributes)
    {
        await using var run = new NamedRun(Default with
        {
            Columns = ["k8s_deployment_name", "k8s_replicaset_name", "k8s_statefulset_name", "k8s_daemonset_name", "k8s_job_name", "k8s_cronjob_name"],
        });
        var controller = new Controller(workload, "web", "w");
        var owner = workload is "CronJob" or "Job" ? ObjectKind.Job : ObjectKind.ReplicaSet;
        run.Feed.Put(Told.Owner(owner, "o", "web-5d", workload is "ReplicaSet" or "Job" ? null : controller));
        run.Feed.Put(Told.Pod("p1", "web-5d-x") with
        {
            Addresses = [Told.Address("10.1.0.5")],
            Controller = workload switch { "Pod" => null, "StatefulSet" or "DaemonSet" => controller, _ => new Controller(owner.ToString(), "web-5d", "o") },
        });
        run.Row("10.1.0.5");
        var row = Assert.Single(run.Take());
        var told = run.Tables[0].Columns.Where(c => c.OfResource && row[c.Name].Length > 0).Select(c => $"{c.Attribute}={row[c.Name]}");
        Assert.Equal(attributes, string.Join(' ', told.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Where_a_kubelet_is_asked_nobody_waits_for_what_it_does_not_know()
    {
        await using var run = new NamedRun(Default with { Kubelet = "https://127.0.0.1:10250" });
        Assert.Equal([ObjectKind.Pod], run.Feed.Kinds);
        run.Feed.Put(Told.Pod("p1", "report-1-x") with { Addresses = [Told.Address("10.1.0.5")], Controller = new Controller("Job", "report-1", "j") });
        run.Row("10.1.0.5");
        Assert.Equal([("Job", "report-1")], run.Take().Select(r => (r["k8s_workload_kind"], r["k8s_workload_name"])));
    }

    [Fact]
    public async Task What_changes_of_a_pod_is_told_of_the_next_row()
    {
        await using var run = new NamedRun(Default with { Labels = ["app.kubernetes.io/name"], Annotations = ["note"], Columns = ["k8s_pod_name", "k8s_pod_uid"] });
        var pod = Told.Pod("8d0c4c52-2c4e-4f6f-9d8e-0123456789ab", "web-1") with { Addresses = [Told.Address("10.1.0.5")] };
        foreach (var label in (string[])["blue", "green"])
        {
            run.Feed.Put(pod with { Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = label }, Annotations = new Dictionary<string, string> { ["note"] = "n-" + label } });
            run.Row("10.1.0.5");
        }

        var rows = run.Take();
        Assert.Equal(["blue", "green"], rows.Select(r => r["k8s_pod_label_app_kubernetes_io_name"]));
        Assert.Equal(["n-blue", "n-green"], rows.Select(r => r["k8s_pod_annotation_note"]));
        Assert.Equal("8d0c4c52-2c4e-4f6f-9d8e-0123456789ab", rows[0]["k8s_pod_uid"]);
        Assert.Equal("k8s.pod.label.app.kubernetes.io/name", run.Tables[0].Columns.Single(c => c.Name == "k8s_pod_label_app_kubernetes_io_name").Attribute);
    }

    [Fact]
    public async Task Rows_that_still_wait_at_the_end_go_on_marked_and_are_counted()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1", "web-1") with { Addresses = [Told.Address("10.1.0.5")] });
        run.Row("10.1.0.9");
        run.Row("10.1.0.5", "10.1.0.5");
        run.Row();
        run.Finish();
        Assert.Equal(["pod", "none", "unknown"], run.Take().Select(r => r["k8s_match"]));
        Assert.Equal(0, run.Tally.Held);
    }

    [Fact]
    public async Task Figures_tell_what_rows_went_on_as()
    {
        await using var run = new NamedRun();
        run.Feed.Put(Told.Pod("p1") with { Addresses = [Told.Address("10.1.0.5")] }, Told.Service("s1", "web", "10.96.0.1"), Told.Node("n1", "node-1", "192.168.0.1"));
        run.Row("10.1.0.5", "10.96.0.1");
        run.Row("10.1.0.5");
        run.Row("192.168.0.1", "10.1.0.5");
        run.Row();
        run.Row("10.1.0.9");
        run.Pass(3);
        _ = run.Take();
        run.Pass(7.1);
        var figures = Assert.Single(run.Take("kubernetes_stats"));
        var expected = new Dictionary<string, string>
        {
            ["rows_pod"] = "2", ["rows_host"] = "1", ["rows_unknown"] = "1", ["rows_none"] = "1", ["rows_remote"] = "2", ["timed_out"] = "1", ["waited"] = "0", ["waiting"] = "0",
            ["pods"] = "1", ["pods_gone"] = "0", ["services"] = "1", ["nodes"] = "1", ["changes"] = "8",
        };
        Assert.Equal(expected, figures.Where(f => expected.ContainsKey(f.Key)).ToDictionary());
        run.Pass(10);
        Assert.Equal("0", Assert.Single(run.Take("kubernetes_stats"))["rows_pod"]);
    }

    [Fact]
    public async Task A_table_with_nothing_to_look_up_by_goes_on_as_it_came()
    {
        var figures = new TableSchema("figures", TableKind.Metric, [new("value", ColumnType.U64) { Instrument = Instrument.Counter }]);
        await using var run = new NamedRun(null, true, NamedRun.Connections, figures);
        Assert.Equal(figures, run.Tables[1]);
        Assert.Equal("kubernetes_stats", run.Tables[^1].Name);
    }

    private static (string Namespace, string Pod, string Node, string Kind, string Name) Own(Dictionary<string, string> row) =>
        (row["k8s_namespace_name"], row["k8s_pod_name"], row["k8s_node_name"], row["k8s_workload_kind"], row["k8s_workload_name"]);

    private static (string Namespace, string Pod, string Service, string Kind, string Name, string Node) Remote(Dictionary<string, string> row) =>
        (row["remote_k8s_namespace_name"], row["remote_k8s_pod_name"], row["remote_k8s_service_name"], row["remote_k8s_workload_kind"], row["remote_k8s_workload_name"], row["remote_k8s_node_name"]);
}
