using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>Objects as the rows that kubectl prints.</summary>
internal static class Tables
{
    public static byte[] Of(ResourceType type, IEnumerable<StoredObject> objects, JsonObject listMetadata, bool hasHeadings, TimeProvider time) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = listMetadata,
        ["columnDefinitions"] = hasHeadings ? new JsonArray([.. Headings(type).Select(heading => Column(heading))]) : null,
        ["rows"] = new JsonArray([.. objects.Select(stored => new JsonObject
        {
            ["cells"] = Cells(stored, time),
            ["object"] = JsonNode.Parse(stored.MetadataJson),
        })]),
    });

    private static string[] Headings(ResourceType type) =>
        type == ResourceType.Pods ? ["Name", "Ready", "Status", "Restarts", "Age"]
        : type == ResourceType.Services ? ["Name", "Type", "Cluster-IP", "Age"]
        : ["Name", "Age"];

    private static JsonObject Column(string heading) => new()
    {
        ["name"] = heading, ["type"] = "string", ["format"] = heading == "Name" ? "name" : "", ["description"] = "", ["priority"] = 0,
    };

    private static JsonArray Cells(StoredObject stored, TimeProvider time)
    {
        var age = Age(stored, time);
        if (stored.Type == ResourceType.Services)
            return new JsonArray(stored.Name, stored.At("spec.type"), stored.At("spec.clusterIP"), age);
        if (stored.Type != ResourceType.Pods)
            return new JsonArray(stored.Name, age);
        var containers = (stored.Body["spec"] as JsonObject)?["containers"] as JsonArray;
        var ready = ((stored.Body["status"] as JsonObject)?["containerStatuses"] as JsonArray)?.Count(status => status?["ready"]?.GetValue<bool>() == true) ?? 0;
        var phase = stored.Metadata.ContainsKey("deletionTimestamp") ? "Terminating" : stored.At("status.phase");
        return new JsonArray(stored.Name, $"{ready}/{containers?.Count ?? 0}", phase, "0", age);
    }

    private static string Age(StoredObject stored, TimeProvider time)
    {
        if (!DateTimeOffset.TryParse(stored.At("metadata.creationTimestamp"), CultureInfo.InvariantCulture, out var made))
            return "<unknown>";
        var seconds = (long)(time.GetUtcNow() - made).TotalSeconds;
        return seconds < 120 ? $"{seconds}s" : seconds < 7200 ? $"{seconds / 60}m" : seconds < 172_800 ? $"{seconds / 3600}h" : $"{seconds / 86_400}d";
    }
}
