using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>What the server says of itself.</summary>
internal static class Discovery
{
    /// <summary>The answer to a path; null where it is none of these.</summary>
    public static JsonObject? Find(string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return steps switch
        {
            ["version"] => new JsonObject { ["major"] = "1", ["minor"] = "30", ["gitVersion"] = "v1.30.0", ["platform"] = "linux/amd64" },
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(Group)]) },
            ["apis", var group] when Groups().Contains(group) => Group(group),
            ["api", "v1"] => Resources(""),
            ["apis", var group, "v1"] when Groups().Contains(group) => Resources(group),
            _ => null,
        };
    }

    private static IEnumerable<string> Groups() => ResourceType.All.Select(type => type.Group).Where(group => group.Length > 0).Distinct();

    private static JsonObject Group(string name)
    {
        JsonObject Version() => new() { ["groupVersion"] = $"{name}/v1", ["version"] = "v1" };
        return new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1", ["name"] = name, ["versions"] = new JsonArray(Version()), ["preferredVersion"] = Version() };
    }

    private static JsonObject Resources(string group) => new()
    {
        ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = group.Length == 0 ? "v1" : $"{group}/v1",
        ["resources"] = new JsonArray([.. ResourceType.All.Where(type => type.Group == group).Select(type => new JsonObject
        {
            ["name"] = type.Plural, ["singularName"] = type.Kind.ToLowerInvariant(), ["namespaced"] = type.IsNamespaced, ["kind"] = type.Kind,
            ["verbs"] = new JsonArray("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"),
            ["shortNames"] = new JsonArray([.. type.ShortNames.Select(name => (JsonNode)name)]),
        })]),
    };
}
