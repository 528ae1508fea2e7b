using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class PodReaderTests
{
    private static readonly PodReader Reader = new(new WantedKeys(["app", "team", "absent"], ["note"]));

    [Fact]
    public void Pod_is_read_with_what_rows_can_want_to_know_of_it()
    {
        var pod = Read(Samples.Pod);
        Assert.Equal(("shop", "web-7c9f-x2x4z", "0d9c3f0a-4f4e-4b0e-9c9a-2f1f7b0e1a11", 812345UL), (pod.Namespace, pod.Name, pod.Uid, pod.Version));
        Assert.Equal((pod.Uid, "node-a", false, PodPhase.Running), (pod.NodeUid, pod.NodeName, pod.HostNetwork, pod.Phase));
        Assert.Equal(new Controller("ReplicaSet", "web-7c9f", "77e1"), pod.Controller);
        Assert.Equal([Samples.Address("10.1.2.3"), Samples.Address("fd00::17")], pod.Addresses);
        var created = DateTimeOffset.Parse("2026-01-31T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() * 1_000_000_000;
        Assert.Equal((created, created + 1_000_000_000, created + 3_630_000_000_000), (pod.Created, pod.Started, pod.Deleted));
        Assert.Equal(
            [new Container("migrate", "1111", "shop/migrate:3", ""), new Container("web", "4444", "shop/web:1.4", ""), new Container("sidecar", "3333", "proxy@sha256:ab", "2222")],
            pod.Containers);
        Assert.Equal(new Dictionary<string, string> { ["app"] = "web", ["team"] = "käse \"1\" ü😀" }, pod.Labels);
        Assert.Equal(new Dictionary<string, string> { ["note"] = "line\nbreak" }, pod.Annotations);
    }

    [Fact]
    public void Pod_that_the_kubelet_runs_from_a_file_has_the_uid_of_its_cgroup_beside_that_of_its_mirror()
    {
        var pod = Read("""{"metadata":{"uid":"mirror","name":"etcd-a","annotations":{"kubernetes.io/config.hash":"0a1b","kubernetes.io/config.mirror":"0a1b"}}}""");
        Assert.Equal(("mirror", "0a1b"), (pod.Uid, pod.NodeUid));
        Assert.Empty(pod.Annotations);
    }

    [Fact]
    public void Pod_of_nothing_but_a_uid_and_a_name_is_a_pod()
    {
        var pod = Read("""{"metadata":{"uid":"u","name":"n"}}""");
        Assert.Equal(("u", "u", "", 0UL, 0L), (pod.Uid, pod.NodeUid, pod.NodeName, pod.Version, pod.Created));
        Assert.Empty(pod.Containers);
        Assert.Empty(pod.Addresses);
    }

    [Theory]
    [InlineData("metadata", SkipReason.Missing)]
    [InlineData("metadata.uid", SkipReason.Missing)]
    [InlineData("metadata.name", SkipReason.Missing)]
    [InlineData("metadata.labels", null)]
    [InlineData("metadata.ownerReferences", null)]
    [InlineData("metadata.resourceVersion", null)]
    [InlineData("metadata.deletionTimestamp", null)]
    [InlineData("spec", null)]
    [InlineData("spec.nodeName", null)]
    [InlineData("spec.hostNetwork", null)]
    [InlineData("spec.containers", null)]
    [InlineData("spec.containers.0", null)]
    [InlineData("spec.containers.0.image", null)]
    [InlineData("status", null)]
    [InlineData("status.podIPs", null)]
    [InlineData("status.podIPs.0", null)]
    [InlineData("status.containerStatuses.0.lastState.terminated", null)]
    [InlineData("status.containerStatuses.1.containerID", null)]
    public void Field_that_is_null_counts_as_one_that_is_not_there(string path, object? skipped)
    {
        var text = With(path, null);
        if (skipped is SkipReason reason)
            Assert.Equal(reason, Assert.Throws<UnreadableException>(() => Read(text)).Reason);
        else
            Assert.Equal("0d9c3f0a-4f4e-4b0e-9c9a-2f1f7b0e1a11", Read(text).Uid);
    }

    [Theory]
    [InlineData("metadata", "7")]
    [InlineData("metadata.uid", "7")]
    [InlineData("metadata.name", "{}")]
    [InlineData("metadata.resourceVersion", "812345")]
    [InlineData("metadata.labels", "[]")]
    [InlineData("metadata.labels.app", "true")]
    [InlineData("metadata.annotations.note", "[1]")]
    [InlineData("metadata.creationTimestamp", "\"yesterday\"")]
    [InlineData("metadata.creationTimestamp", "1769860800")]
    [InlineData("metadata.ownerReferences", "{}")]
    [InlineData("metadata.ownerReferences.1", "\"x\"")]
    [InlineData("metadata.ownerReferences.1.controller", "\"true\"")]
    [InlineData("spec", "[]")]
    [InlineData("spec.hostNetwork", "1")]
    [InlineData("spec.containers", "{}")]
    [InlineData("spec.containers.1.name", "5")]
    [InlineData("status.phase", "3")]
    [InlineData("status.podIP", "\"10.1.2.300\"")]
    [InlineData("status.podIPs", "\"10.1.2.3\"")]
    [InlineData("status.podIPs.1.ip", "{}")]
    [InlineData("status.containerStatuses.0.containerID", "false")]
    public void Field_of_another_type_makes_the_pod_unreadable(string path, string value)
    {
        var text = With(path, JsonNode.Parse(value));
        Assert.Equal(SkipReason.WrongType, Assert.Throws<UnreadableException>(() => Read(text)).Reason);
    }

    [Theory]
    [InlineData("spec.containers.0.ports")]
    [InlineData("metadata.managedFields")]
    [InlineData("metadata.labels.pod-template-hash")]
    [InlineData("status.containerStatuses.1.lastState")]
    public void Field_that_nobody_reads_may_be_anything(string path) =>
        Assert.Equal("web-7c9f-x2x4z", Read(With(path, path.EndsWith("lastState", StringComparison.Ordinal) ? new JsonObject { ["odd"] = 1 } : 5)).Name);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00x")]
    [InlineData("\\u12")]
    [InlineData("\\x41")]
    [InlineData("a\nb")]
    public void Text_that_is_none_makes_the_pod_unreadable(string name) =>
        Assert.Equal(SkipReason.Malformed, Assert.Throws<UnreadableException>(() => Read($$$"""{"metadata":{"uid":"u","name":"{{{name}}}"}}""")).Reason);

    [Fact]
    public void Bytes_that_are_no_text_make_the_pod_unreadable_only_where_they_are_read()
    {
        byte[] read = [.. "{\"metadata\":{\"uid\":\"u\",\"name\":\""u8, 0xff, 0xc3, .. "\"}}"u8];
        Assert.Equal(SkipReason.Malformed, Assert.Throws<UnreadableException>(() => Reader.Read(read)).Reason);
        byte[] passedOver = [.. "{\"spec\":{\"subdomain\":\""u8, 0xff, 0xc3, .. "\"},\"metadata\":{\"uid\":\"u\",\"name\":\"n\"}}"u8];
        Assert.Equal("n", Reader.Read(passedOver).Name);
    }

    [Fact]
    public void Awkward_text_is_kept_as_it_is() =>
        Assert.Equal("a\0b\"\\/\b\f\n\r\té\u2028😀", Read("""{"metadata":{"uid":"u","name":"n","labels":{"app":"a\u0000b\"\\\/\b\f\n\r\t\u00e9\u2028\ud83d\ude00"}}}""").Labels["app"]);

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var deep = new string('[', 100_000);
        Assert.Equal(SkipReason.Malformed, Assert.Throws<UnreadableException>(() => Read($$"""{"spec":{"x":{{deep}}""")).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{\"metadata\":{\"uid\":\"u\",\"name\":\"n\"}")]
    [InlineData("{\"metadata\":{\"uid\":\"u\",\"name\":\"n\"}},")]
    public void What_is_no_object_is_unreadable(string text) => Assert.Throws<UnreadableException>(() => Read(text));

    private static Pod Read(string json) => (Pod)Reader.Read(Encoding.UTF8.GetBytes(json));

    private static string With(string path, JsonNode? value)
    {
        JsonNode pod = JsonNode.Parse(Samples.Pod)!;
        var (steps, at) = (path.Split('.'), pod);
        foreach (var step in steps[..^1])
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        if (at is JsonArray last)
            last[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else
            at[steps[^1]] = value;
        return pod.ToJsonString();
    }
}
