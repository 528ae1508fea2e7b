using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Writing;

/// <summary>Makes, changes and deletes objects as a cluster's server does.</summary>
internal sealed partial class Writer(ObjectStore store, TimeProvider time)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <exception cref="RefusedException">It is none, or is there already.</exception>
    public StoredObject Create(ObjectPath path, JsonObject body)
    {
        var metadata = Metadata(path.Type, body);
        if (Text(metadata, "name").Length == 0 && Text(metadata, "generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + string.Concat(Random.Shared.GetItems<char>(Letters, 5));
        var key = Place(path, metadata);
        if (path.Type.IsNamespaced && store.Find(ResourceType.Namespaces, new ObjectKey("", key.Namespace)) is null)
            throw RefusedException.NotFound("namespaces", key.Namespace);
        return store.Put(path.Type, key, before =>
        {
            if (before is not null)
                throw RefusedException.Exists(path.Type.Qualified, key.Name);
            Defaults.Fill(path.Type, body, time);
            return body;
        });
    }

    /// <exception cref="RefusedException">It is none, is not there, or was changed since it was read.</exception>
    public StoredObject Update(ObjectPath path, JsonObject body)
    {
        var metadata = Metadata(path.Type, body);
        var key = Place(path, metadata);
        return store.Put(path.Type, key, before => Changed(path, key, before, body));
    }

    /// <exception cref="RefusedException">It is not there, or the patch cannot be applied.</exception>
    public StoredObject Patch(ObjectPath path, string contentType, JsonNode patch)
    {
        var key = new ObjectKey(path.Namespace ?? "", path.Name!);
        return store.Put(path.Type, key, before =>
        {
            if (before is null)
                throw RefusedException.NotFound(path.Type.Qualified, key.Name);
            var body = (JsonObject)before.Body.DeepClone();
            switch (contentType, patch)
            {
                case ("application/merge-patch+json", JsonObject merge):
                    MergePatch.Apply(body, merge);
                    break;
                case ("application/strategic-merge-patch+json", JsonObject strategic):
                    StrategicPatch.Apply(body, strategic);
                    break;
                case ("application/json-patch+json", JsonArray steps):
                    JsonPatch.Apply(body, steps);
                    break;
                default:
                    throw new RefusedException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json (got {contentType})");
            }

            return Changed(path, key, before, body);
        });
    }

    /// <exception cref="RefusedException">It is not there.</exception>
    public StoredObject Delete(ResourceType type, ObjectKey key, bool isAtOnce)
    {
        // Somebody sees that a pod is about to end before it has ended.
        if (type == ResourceType.Pods && !isAtOnce && store.Find(type, key) is not null)
            store.Put(type, key, before =>
            {
                if (before is null)
                    throw RefusedException.NotFound(type.Qualified, key.Name);
                var body = (JsonObject)before.Body.DeepClone();
                body["metadata"]!["deletionTimestamp"] = Defaults.Now(time);
                body["metadata"]!["deletionGracePeriodSeconds"] = 30;
                return body;
            });
        var deleted = store.Delete(type, key) ?? throw RefusedException.NotFound(type.Qualified, key.Name);
        if (type == ResourceType.Namespaces)
            foreach (var inner in ResourceType.All.Where(inner => inner.IsNamespaced))
                foreach (var stored in store.Read(inner).Objects.Values.Where(stored => stored.Namespace == key.Name))
                    store.Delete(inner, stored.Key);
        return deleted;
    }

    // What belongs to the server stays as it was, and of a part nothing else is taken.
    private static JsonObject Changed(ObjectPath path, ObjectKey key, StoredObject? before, JsonObject wanted)
    {
        if (before is null)
            throw RefusedException.NotFound(path.Type.Qualified, key.Name);
        var body = path.Part == "status" ? (JsonObject)before.Body.DeepClone() : wanted;
        if (path.Part == "status")
            body["status"] = wanted["status"]?.DeepClone();
        var (metadata, given) = ((JsonObject)body["metadata"]!, Text((JsonObject)wanted["metadata"]!, "resourceVersion"));
        if (given.Length > 0 && given != before.Metadata["resourceVersion"]!.GetValue<string>())
            throw RefusedException.Conflict(path.Type.Qualified, key.Name);
        foreach (var own in (ReadOnlySpan<string>)["uid", "creationTimestamp", "resourceVersion"])
            metadata[own] = before.Metadata[own]!.DeepClone();
        if (!body.ContainsKey("status") && before.Body["status"] is { } status)
            body["status"] = status.DeepClone();
        (body["kind"], body["apiVersion"]) = (path.Type.Kind, path.Type.ApiVersion);
        return body;
    }

    private static JsonObject Metadata(ResourceType type, JsonObject body)
    {
        var (kind, version) = (Text(body, "kind"), Text(body, "apiVersion"));
        if ((kind.Length > 0 && kind != type.Kind) || (version.Length > 0 && version != type.ApiVersion))
            throw RefusedException.BadRequest($"the API version in the data ({version}, {kind}) does not match the expected one ({type.ApiVersion}, {type.Kind})");
        return body["metadata"] as JsonObject ?? throw RefusedException.Invalid(type.Qualified, "", "metadata: Required value");
    }

    private static ObjectKey Place(ObjectPath path, JsonObject metadata)
    {
        var (name, within) = (Text(metadata, "name"), Text(metadata, "namespace"));
        if (name.Length == 0)
            throw RefusedException.Invalid(path.Type.Qualified, "", "metadata.name: Required value: name or generateName is required");
        if (!Names().IsMatch(name))
            throw RefusedException.Invalid(path.Type.Qualified, name, "metadata.name: Invalid value: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'");
        if ((path.Name is { } asked && asked != name) || (path.Namespace is { } place && within.Length > 0 && within != place))
            throw RefusedException.BadRequest("the namespace or name of the object does not match that of the request");
        if (!path.Type.IsNamespaced)
            return new ObjectKey("", name);
        within = path.Namespace ?? within;
        if (within.Length == 0)
            throw RefusedException.BadRequest("an empty namespace may not be set during creation");
        metadata["namespace"] = within;
        return new ObjectKey(within, name);
    }

    private static string Text(JsonObject body, string key) => body[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    // Roles have names with colons.
    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?\z")]
    private static partial Regex Names();
}
