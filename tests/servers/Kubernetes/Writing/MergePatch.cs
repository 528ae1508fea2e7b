using System.Text.Json.Nodes;

namespace Pipeline.KubernetesServer.Writing;

/// <summary>RFC 7386: what is null goes, objects are merged, all else is replaced.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject inner)
                target[key] = Apply(target[key] is JsonObject there ? (JsonObject)there.DeepClone() : [], inner);
            else
                target[key] = value.DeepClone();
        return target;
    }
}
