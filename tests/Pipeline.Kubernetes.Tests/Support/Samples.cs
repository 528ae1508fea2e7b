using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>Objects as a cluster has them.</summary>
internal static class Samples
{
    /// <summary>A pod with everything that is read of one, and much that is not.</summary>
    public const string Pod = """
        {
          "kind": "Pod", "apiVersion": "v1",
          "metadata": {
            "name": "web-7c9f-x2x4z", "generateName": "web-7c9f-", "namespace": "shop", "uid": "0d9c3f0a-4f4e-4b0e-9c9a-2f1f7b0e1a11", "resourceVersion": "812345",
            "creationTimestamp": "2026-01-31T12:00:00Z", "deletionTimestamp": "2026-01-31T13:00:30Z", "deletionGracePeriodSeconds": 30,
            "labels": { "app": "web", "pod-template-hash": "7c9f", "team": "käse \"1\" \u00fc\ud83d\ude00" },
            "annotations": { "prometheus.io/scrape": "true", "note": "line\nbreak" },
            "ownerReferences": [
              { "apiVersion": "v1", "kind": "ConfigMap", "name": "other", "uid": "1" },
              { "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-7c9f", "uid": "77e1", "controller": true, "blockOwnerDeletion": true }
            ],
            "managedFields": [ { "manager": "kubelet", "fieldsV1": { "f:status": { "f:podIPs": { ".": {}, "k:{\"ip\":\"10.1.2.3\"}": { "f:ip": {} } } } } } ]
          },
          "spec": {
            "nodeName": "node-a", "hostNetwork": false,
            "initContainers": [ { "name": "migrate", "image": "shop/migrate:3" } ],
            "containers": [ { "name": "web", "image": "shop/web:1.4", "ports": [ { "containerPort": 80 } ] }, { "name": "sidecar", "image": "proxy@sha256:ab" } ]
          },
          "status": {
            "phase": "Running", "podIP": "10.1.2.3", "podIPs": [ { "ip": "10.1.2.3" }, { "ip": "fd00::17" } ], "startTime": "2026-01-31T12:00:01Z",
            "initContainerStatuses": [ { "name": "migrate", "containerID": "containerd://1111", "state": { "terminated": { "exitCode": 0, "containerID": "containerd://1111" } } } ],
            "containerStatuses": [
              { "name": "sidecar", "containerID": "containerd://3333", "lastState": { "terminated": { "containerID": "containerd://2222" } } },
              { "name": "web", "containerID": "cri-o://4444", "lastState": {} }
            ]
          }
        }
        """;

    public static UInt128 Address(string text)
    {
        var bytes = IPAddress.Parse(text).MapToIPv6().GetAddressBytes();
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A pod for the server to keep.</summary>
    public static JsonObject NewPod(string name, string node = "node-a", string within = "default", string phase = "Running") => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = within, ["labels"] = new JsonObject { ["app"] = "web" } },
        ["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = "nginx:1" }) },
        ["status"] = new JsonObject { ["phase"] = phase, ["podIP"] = "10.0.0.1" },
    };
}
