using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Selecting;
using Pipeline.KubernetesServer.Storage;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>Answers lists: whole, or page by page as of one version.</summary>
internal sealed class Lists(ObjectStore store, FaultPlan faults, TimeProvider time)
{
    public async Task GiveAsync(HttpContext context, ObjectPath path, Form form)
    {
        var selection = new Selection(path, context.Request.Query);
        var (snapshot, after) = Find(path, selection);
        List<StoredObject> page = [];
        var rest = "";
        foreach (var (key, stored) in snapshot.Objects)
        {
            if ((after is { } last && key.CompareTo(last) <= 0) || !selection.Matches(stored))
                continue;
            if (selection.Limit > 0 && page.Count == selection.Limit)
            {
                store.Keep(path.Type, snapshot);
                rest = Token(snapshot.Version, page[^1].Key);
                break;
            }

            page.Add(stored);
        }

        context.Response.ContentType = "application/json";
        var metadata = new JsonObject { ["resourceVersion"] = snapshot.Version.ToString(CultureInfo.InvariantCulture) };
        if (rest.Length > 0)
            metadata["continue"] = rest;
        if (form == Form.Table)
            await context.Response.Body.WriteAsync(Tables.Of(path.Type, page, metadata, true, time), context.RequestAborted).ConfigureAwait(false);
        else
            await WriteAsync(context, path, form, page, metadata).ConfigureAwait(false);
    }

    private async Task WriteAsync(HttpContext context, ObjectPath path, Form form, List<StoredObject> page, JsonObject metadata)
    {
        var (kind, version) = form == Form.Metadata ? ("PartialObjectMetadataList", "meta.k8s.io/v1") : ($"{path.Type.Kind}List", path.Type.ApiVersion);
        var body = context.Response.BodyWriter;
        Write($$"""{"kind":"{{kind}}","apiVersion":"{{version}}","metadata":{{metadata.ToJsonString()}},"items":[""");
        var isHalf = faults.TakeHalfList();
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
                Write(",");
            var json = form == Form.Metadata ? page[i].MetadataJson : page[i].Json;
            if (isHalf && i == page.Count / 2)
            {
                await body.WriteAsync(json.AsMemory(0, json.Length / 2), context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                return;
            }

            await body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
        }

        Write("]}\n");
        await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);

        void Write(string text)
        {
            var written = Encoding.UTF8.GetBytes(text, body.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
            body.Advance(written);
        }
    }

    private (Snapshot Snapshot, ObjectKey? After) Find(ObjectPath path, Selection selection)
    {
        if (selection.Continue.Length > 0)
        {
            var (version, after) = Parse(selection.Continue);
            return (store.Kept(path.Type, version) ?? throw RefusedException.ContinueExpired(), after);
        }

        var snapshot = store.Read(path.Type);
        return selection.Version > snapshot.Version ? throw RefusedException.TooLargeVersion(selection.Version.Value, snapshot.Version) : (snapshot, null);
    }

    private static string Token(long version, ObjectKey last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{version}\n{last.Namespace}\n{last.Name}")));

    private static (long Version, ObjectKey After) Parse(string token)
    {
        try
        {
            if (Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('\n') is [var version, var within, var name])
                return (long.Parse(version, CultureInfo.InvariantCulture), new ObjectKey(within, name));
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw RefusedException.BadRequest("continue key is not valid");
    }
}
