using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class ObjectReaderTests
{
    private const string Metadata = "\"metadata\":{\"uid\":\"u\",\"name\":\"n\",\"namespace\":\"shop\",\"resourceVersion\":\"5\"";

    [Fact]
    public void Owner_has_its_controller_and_nothing_else_of_its_object()
    {
        var owner = (Owner)new OwnerReader(ObjectKind.ReplicaSet).Read(Bytes($$$"""{"spec":7,{{{Metadata}}},"ownerReferences":[{"kind":"Deployment","name":"web","uid":"d","controller":true}]}}"""));
        Assert.Equal((ObjectKind.ReplicaSet, "u", "shop", "n", 5UL), (owner.Kind, owner.Uid, owner.Namespace, owner.Name, owner.Version));
        Assert.Equal(new Controller("Deployment", "web", "d"), owner.Controller);
    }

    [Fact]
    public void Owner_without_controller_is_the_workload_itself() => Assert.Null(((Owner)new OwnerReader(ObjectKind.Job).Read(Bytes($$"""{ {{Metadata}} } }"""))).Controller);

    [Fact]
    public void Node_has_its_addresses_and_not_its_names()
    {
        var node = (Node)new NodeReader().Read(Bytes($$"""
            { {{Metadata}} }, "status": { "addresses": [ { "type": "InternalIP", "address": "192.0.2.7" }, { "type": "Hostname", "address": "node-a" },
              { "type": "ExternalIP", "address": "2001:db8::1" }, null, { "type": "InternalDNS", "address": "a.internal" } ] } }
            """));
        Assert.Equal([Samples.Address("192.0.2.7"), Samples.Address("2001:db8::1")], node.Addresses);
    }

    [Theory]
    [InlineData("""{"clusterIP":"10.96.0.1","clusterIPs":["10.96.0.1","fd00::1"]}""", "10.96.0.1", "fd00::1")]
    [InlineData("""{"clusterIP":"10.96.0.1"}""", "10.96.0.1")]
    [InlineData("""{"clusterIP":"None","clusterIPs":["None"]}""")]
    [InlineData("""{"type":"ExternalName","externalName":"example.com","clusterIP":""}""")]
    [InlineData("null")]
    public void Service_has_the_addresses_that_are_its_own(string spec, params string[] addresses) =>
        Assert.Equal(addresses.Select(Samples.Address), ((Service)new ServiceReader().Read(Bytes($$"""{ {{Metadata}} }, "spec": {{spec}} }"""))).ClusterAddresses);

    [Fact]
    public void Endpoint_slice_says_who_stands_behind_which_service()
    {
        var slice = (EndpointSlice)new EndpointSliceReader().Read(Bytes($$"""
            { {{Metadata}}, "labels": { "kubernetes.io/service-name": "web" } }, "endpoints": [
              { "addresses": ["10.1.0.1"], "targetRef": { "kind": "Pod", "name": "a", "uid": "pa" } }, { "addresses": ["10.1.0.2"], "targetRef": null },
              { "addresses": ["10.1.0.3"], "targetRef": { "kind": "Node", "uid": "x" } } ], "addressType": "IPv4" }
            """));
        Assert.Equal("web", slice.ServiceName);
        Assert.Equal([Samples.Address("10.1.0.1"), Samples.Address("10.1.0.2"), Samples.Address("10.1.0.3")], slice.Addresses);
        Assert.Equal(["pa"], slice.PodUids);
    }

    [Fact]
    public void Endpoint_slice_of_names_has_no_addresses() =>
        Assert.Empty(((EndpointSlice)new EndpointSliceReader().Read(Bytes($$$"""{ {{{Metadata}}} }, "addressType": "FQDN", "endpoints": [ { "addresses": ["example.com"] } ] }"""))).Addresses);

    [Fact]
    public void Kubelets_pods_have_a_version_for_each_text()
    {
        var reader = new DigestedReader(new PodReader(WantedKeys.None));
        ulong[] versions = [.. "112".Select(started => reader.Read(Bytes($$$"""{ {{{Metadata}}} }, "status": { "startTime": "2026-01-01T00:00:0{{{started}}}Z" } }""")).Version)];
        Assert.Equal(versions[0], versions[1]);
        Assert.NotEqual(versions[0], versions[2]);
        Assert.DoesNotContain(0UL, versions);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
