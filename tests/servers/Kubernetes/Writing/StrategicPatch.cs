using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Serving;

namespace Pipeline.KubernetesServer.Writing;

/// <summary>Kubernetes' own patch: as a merge patch, but lists of named things are merged by their names, and directives (<c>$patch</c>, <c>$retainKeys</c>) say what goes.</summary>
internal static class StrategicPatch
{
    // Which field tells the elements of a list apart. Lists that are not here are replaced.
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["containers"] = ["name"], ["initContainers"] = ["name"], ["ephemeralContainers"] = ["name"], ["volumes"] = ["name"], ["env"] = ["name"], ["imagePullSecrets"] = ["name"],
        ["ports"] = ["containerPort", "port"], ["volumeMounts"] = ["mountPath"], ["volumeDevices"] = ["devicePath"], ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey"], ["conditions"] = ["type"], ["addresses"] = ["type"], ["ownerReferences"] = ["uid"], ["secrets"] = ["name"], ["podIPs"] = ["ip"],
    };

    private static readonly HashSet<string> MergedPlain = ["finalizers"];

    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        if (Directive(patch) == "replace")
            return Without(patch);
        if (patch["$retainKeys"] is JsonArray retained)
            foreach (var key in target.Select(field => field.Key).Except(retained.Select(Text)).ToArray())
                target.Remove(key);
        foreach (var (key, value) in patch)
            Field(target, key, value);
        return target;
    }

    private static void Field(JsonObject target, string key, JsonNode? value)
    {
        if (key.StartsWith("$deleteFromPrimitiveList/", StringComparison.Ordinal))
            Remove(target, key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], (JsonArray)value!);
        else if (key.StartsWith('$'))
            return;
        else if (value is null || Directive(value) == "delete")
            target.Remove(key);
        else if (value is JsonObject inner)
            target[key] = Apply(target[key] is JsonObject there ? (JsonObject)there.DeepClone() : [], inner);
        else if (value is JsonArray list && target[key] is JsonArray old && (MergedPlain.Contains(key) || Keys.ContainsKey(key)))
            target[key] = Keys.TryGetValue(key, out var keys) ? Merge((JsonArray)old.DeepClone(), list, keys) : Union(old, list);
        else
            target[key] = value is JsonArray fresh ? new JsonArray([.. fresh.Where(element => Directive(element) is null).Select(element => element?.DeepClone())]) : value.DeepClone();
    }

    private static JsonArray Merge(JsonArray target, JsonArray patch, string[] keys)
    {
        if (patch.Any(element => Directive(element) == "replace"))
            return new JsonArray([.. patch.Where(element => Directive(element) != "replace").Select(element => element?.DeepClone())]);
        foreach (var element in patch)
        {
            if (element is not JsonObject wanted)
                throw RefusedException.BadRequest("an element of a list that is merged by key is no object");
            var key = keys.FirstOrDefault(wanted.ContainsKey) ?? throw RefusedException.BadRequest($"map: {wanted.ToJsonString()} does not contain declared merge key: {keys[0]}");
            var at = target.ToList().FindIndex(there => JsonNode.DeepEquals((there as JsonObject)?[key], wanted[key]));
            if (Directive(wanted) == "delete" && at >= 0)
                target.RemoveAt(at);
            else if (Directive(wanted) == "delete")
                continue;
            else if (at < 0)
                target.Add(Without(wanted));
            else
                target[at] = Apply((JsonObject)target[at]!.DeepClone(), wanted);
        }

        return target;
    }

    private static JsonArray Union(JsonArray old, JsonArray patch)
    {
        var merged = (JsonArray)old.DeepClone();
        foreach (var value in patch)
            if (!merged.Any(there => JsonNode.DeepEquals(there, value)))
                merged.Add(value?.DeepClone());
        return merged;
    }

    private static void Remove(JsonObject target, string key, JsonArray values)
    {
        if (target[key] is JsonArray list)
            target[key] = new JsonArray([.. list.Where(there => !values.Any(value => JsonNode.DeepEquals(there, value))).Select(there => there?.DeepClone())]);
    }

    private static JsonObject Without(JsonObject patch)
    {
        var copy = (JsonObject)patch.DeepClone();
        foreach (var directive in copy.Select(field => field.Key).Where(key => key.StartsWith('$')).ToArray())
            copy.Remove(directive);
        return copy;
    }

    private static string? Directive(JsonNode? node) => (node as JsonObject)?["$patch"] is { } directive ? Text(directive) : null;

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
