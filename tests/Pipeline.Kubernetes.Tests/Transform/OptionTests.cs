using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Kubernetes;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Transform;

public sealed class OptionTests
{
    private static readonly KubernetesOptions Default = new();

    [Fact]
    public void A_column_that_there_is_not_is_told_with_those_that_there_are()
    {
        var mistake = Assert.Throws<OptionException>(() => Make(Default with { Columns = ["k8s_pod_name", "k8s_pod_nam"] }));
        Assert.Equal(("columns.1", "k8s_pod_nam"), (mistake.Key, mistake.Word));
        Assert.Contains("k8s_pod_name", mistake.Accepted);
    }

    [Fact]
    public void Labels_that_would_be_one_column_are_a_mistake()
    {
        Assert.Equal("labels.1", Assert.Throws<OptionException>(() => Make(Default with { Labels = ["app.name", "app/name"] })).Key);
        Assert.Equal("annotations.0", Assert.Throws<OptionException>(() => Make(Default with { Annotations = [""] })).Key);
        Assert.Equal("columns.1", Assert.Throws<OptionException>(() => Make(Default with { Columns = ["k8s_pod_name", "k8s_pod_name"] })).Key);
    }

    [Fact]
    public void There_is_one_way_to_a_cluster_and_its_files_belong_to_it()
    {
        Assert.Equal("kubelet", Assert.Throws<OptionException>(() => Make(Default with { Api = "https://a:6443", Kubelet = "https://b:10250" })).Key);
        Assert.Equal("kubeconfig", Assert.Throws<OptionException>(() => Make(Default with { Api = "https://a:6443", Kubeconfig = "/c" })).Key);
        Assert.Equal("api", Assert.Throws<OptionException>(() => Make(Default with { Api = "a:6443" })).Key);
        Assert.Equal("token", Assert.Throws<OptionException>(() => Make(Default with { Token = "/t" })).Key);
        Assert.Equal("ca", Assert.Throws<OptionException>(() => Make(Default with { Kubeconfig = "/c", Ca = "/a" })).Key);
        Assert.Equal("all_pods", Assert.Throws<OptionException>(() => Make(Default with { Kubelet = "https://b:10250", AllPods = true })).Key);
        Assert.Equal("node", Assert.Throws<OptionException>(() => Make(Default with { Node = "" })).Key);
    }

    [Theory]
    [InlineData(null, false, "there here")]
    [InlineData("node-a", false, "here")]
    [InlineData("node-a", true, "there here")]
    public async Task Pods_of_other_nodes_are_followed_where_there_is_no_node_or_all_are_asked_for(string? node, bool isAll, string names)
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put(Samples.NewPod("here", "node-a"));
        server.Put(Samples.NewPod("there", "node-b"));
        await using var run = FeedRun.Start(Default with { Api = server.Url.ToString(), Node = node, AllPods = isAll }, ObjectKind.Pod);
        await run.UntilListedAsync();
        Assert.Equal(names.Split(' ').Order(StringComparer.Ordinal), run.Names());
    }

    [Fact]
    public void Tables_that_cannot_be_told_anything_are_a_mistake_where_there_are_no_others()
    {
        var figures = new TableSchema("figures", TableKind.Event, [new("value", ColumnType.U64)]);
        Assert.Equal("inputs", Assert.Throws<OptionException>(() => Make(Default).Bind([figures])).Key);
        var remote = new TableSchema("remote", TableKind.Event, [new("remote_addr", ColumnType.Ip)]);
        Assert.Equal("inputs", Assert.Throws<OptionException>(() => Make(Default with { Remote = false }).Bind([remote])).Key);
        Assert.DoesNotContain(Make(Default).Bind([remote])[0].Columns, c => c.Name == "k8s_match");
        var other = new TableSchema("other", TableKind.Event, [new("pid", ColumnType.Utf8)]);
        Assert.Contains("'pid' of table 'other' is utf8 (expected an integer)", Assert.Throws<OptionException>(() => Make(Default).Bind([other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_was_told_before_is_a_mistake_of_the_columns()
    {
        var before = Make(Default).Bind([NamedRun.Connections])[0];
        Assert.Equal("columns", Assert.Throws<OptionException>(() => Make(Default).Bind([before])).Key);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_said_once_and_rows_go_on()
    {
        var log = new HeardLog();
        var clock = new SetClock();
        var transform = new KubernetesTransform(Default with { Kubeconfig = "/nowhere/config", Wait = TimeSpan.Zero }, new LentContext(clock, log: log));
        transform.Bind([new TableSchema("t", TableKind.Event, [new("local_addr", ColumnType.Ip)])]);
        await transform.StartAsync(CancellationToken.None);
        using var emitter = new CollectingEmitter();
        for (var i = 0; i < 5; i++)
        {
            clock.Now += TimeSpan.FromSeconds(11);
            transform.Flush(emitter);
        }

        Assert.Contains("/nowhere/config", Assert.Single(log.Errors), StringComparison.Ordinal);
        await transform.DisposeAsync();
    }

    private static KubernetesTransform Make(KubernetesOptions options) => new(options, new LentContext());
}
