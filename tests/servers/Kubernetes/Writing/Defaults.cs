using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Writing;

/// <summary>What a cluster fills in of an object that is new.</summary>
internal static class Defaults
{
    private static int s_services;

    public static void Fill(ResourceType type, JsonObject body, TimeProvider time)
    {
        var metadata = (JsonObject)body["metadata"]!;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Now(time);
        (body["kind"], body["apiVersion"]) = (type.Kind, type.ApiVersion);
        if (type == ResourceType.Pods)
        {
            Missing(Inner(body, "spec"), "restartPolicy", "Always");
            Missing(Inner(body, "spec"), "terminationGracePeriodSeconds", 30);
            Missing(Inner(body, "status"), "phase", "Pending");
        }
        else if (type == ResourceType.Services)
        {
            Service(Inner(body, "spec"));
        }
        else if (type == ResourceType.Namespaces)
        {
            Missing(Inner(body, "status"), "phase", "Active");
        }
    }

    public static string Now(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Service(JsonObject spec)
    {
        Missing(spec, "type", "ClusterIP");
        if (spec["type"]!.GetValue<string>() == "ExternalName")
            return;
        var number = Interlocked.Increment(ref s_services);
        Missing(spec, "clusterIP", string.Create(CultureInfo.InvariantCulture, $"10.96.{(number >> 8) & 255}.{number & 255}"));
        if (!spec.ContainsKey("clusterIPs"))
            spec["clusterIPs"] = new JsonArray(spec["clusterIP"]!.DeepClone());
        Missing(spec, "sessionAffinity", "None");
    }

    private static JsonObject Inner(JsonObject body, string key)
    {
        if (body[key] is not JsonObject)
            body[key] = new JsonObject();
        return (JsonObject)body[key]!;
    }

    private static void Missing(JsonObject body, string key, JsonNode value)
    {
        if (!body.ContainsKey(key))
            body[key] = value;
    }
}
