using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Serving;

namespace Pipeline.KubernetesServer.Writing;

/// <summary>RFC 6902: a list of steps.</summary>
internal static class JsonPatch
{
    /// <exception cref="RefusedException">A step cannot be done.</exception>
    public static void Apply(JsonObject target, JsonArray patch)
    {
        foreach (var step in patch)
        {
            if (step is not JsonObject { } what || what["op"]?.GetValue<string>() is not { } operation || what["path"]?.GetValue<string>() is not { } path)
                throw RefusedException.BadRequest("a step of a JSON patch needs op and path");
            Do(target, operation, path, what["value"], what["from"]?.GetValue<string>());
        }
    }

    private static void Do(JsonObject target, string operation, string path, JsonNode? value, string? from)
    {
        switch (operation)
        {
            case "add" or "replace":
                Put(target, path, value?.DeepClone(), inserts: operation == "add");
                break;
            case "remove":
                Take(target, path);
                break;
            case "move":
                Put(target, path, Take(target, from ?? ""), inserts: true);
                break;
            case "copy":
                Put(target, path, Find(target, from ?? "")?.DeepClone(), inserts: true);
                break;
            case "test":
                if (!JsonNode.DeepEquals(Find(target, path), value))
                    throw new RefusedException(422, "Invalid", $"the server rejected our request due to an error in our request: testing value {path} failed");
                break;
            default:
                throw RefusedException.BadRequest($"unknown operation '{operation}'");
        }
    }

    private static void Put(JsonObject target, string path, JsonNode? value, bool inserts)
    {
        var (parent, last) = Parent(target, path);
        if (parent is JsonObject container)
            container[last] = value;
        else if (parent is JsonArray list && last == "-")
            list.Add(value);
        else if (parent is JsonArray there && inserts)
            there.Insert(Index(there, last, there.Count), value);
        else if (parent is JsonArray set)
            set[Index(set, last, set.Count - 1)] = value;
    }

    private static JsonNode? Take(JsonObject target, string path)
    {
        var (parent, last) = Parent(target, path);
        var taken = Step(parent, last, path);
        if (parent is JsonObject container)
            container.Remove(last);
        else if (parent is JsonArray list)
            list.RemoveAt(Index(list, last, list.Count - 1));
        return taken;
    }

    private static JsonNode? Find(JsonObject target, string path)
    {
        var (parent, last) = Parent(target, path);
        return Step(parent, last, path);
    }

    private static (JsonNode Parent, string Last) Parent(JsonObject target, string path)
    {
        var steps = path.Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        if (steps.Length < 2 || steps[0].Length > 0)
            throw RefusedException.BadRequest($"not a path: '{path}'");
        JsonNode node = target;
        foreach (var step in steps[1..^1])
            node = Step(node, step, path) ?? throw Missing(path);
        return (node, steps[^1]);
    }

    private static JsonNode? Step(JsonNode node, string step, string path) => node switch
    {
        JsonObject container when container.TryGetPropertyValue(step, out var value) => value,
        JsonArray list => list[Index(list, step, list.Count - 1)],
        _ => throw Missing(path),
    };

    private static int Index(JsonArray list, string step, int most) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= most ? index : throw Missing($"{list.GetPath()}/{step}");

    private static RefusedException Missing(string path) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: there is nothing at {path}");
}
