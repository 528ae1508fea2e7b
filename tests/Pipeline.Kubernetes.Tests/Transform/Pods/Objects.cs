using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Kubernetes.Tests.Transform.Pods;

/// <summary>Objects as people and kubelets write them.</summary>
internal static class Objects
{
    /// <param name="name">The pod's.</param>
    /// <param name="set">The StatefulSet it is of.</param>
    public static JsonObject Pod(string name, string set) => (JsonObject)JsonNode.Parse($$"""
        {
          "apiVersion": "v1", "kind": "Pod",
          "metadata": {
            "name": "{{name}}", "namespace": "shop",
            "ownerReferences": [{ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "{{set}}", "uid": "{{Guid.NewGuid()}}", "controller": true }]
          },
          "spec": { "nodeName": "node-1", "containers": [{ "name": "app", "image": "app:1" }] }
        }
        """)!;

    /// <param name="address">The pod's.</param>
    /// <param name="container">The id of its container.</param>
    /// <param name="started">When its node took it up, which is before anything runs in it.</param>
    public static JsonObject Running(string address, string container, DateTime started) => (JsonObject)JsonNode.Parse($$"""
        {
          "phase": "Running", "podIP": "{{address}}", "podIPs": [{ "ip": "{{address}}" }],
          "startTime": "{{started.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}}",
          "containerStatuses": [{ "name": "app", "image": "app:1", "containerID": "containerd://{{container}}" }]
        }
        """)!;

    public static JsonObject Service(string name, string address) => (JsonObject)JsonNode.Parse($$"""
        { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "{{name}}", "namespace": "shop" },
          "spec": { "clusterIP": "{{address}}", "clusterIPs": ["{{address}}"], "ports": [{ "port": 80 }] } }
        """)!;

    public static JsonObject Namespace(string name) => new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
}
