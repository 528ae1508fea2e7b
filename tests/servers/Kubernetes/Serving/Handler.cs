using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Security;
using Pipeline.KubernetesServer.Selecting;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;
using Pipeline.KubernetesServer.Watching;
using Pipeline.KubernetesServer.Writing;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>Answers each request.</summary>
internal sealed class Handler(
    ObjectStore store, Writer writer, Lists lists, Watches watches, FaultPlan faults, Tokens tokens, Access access, Extras extras, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, CancellationToken closing)
    {
        try
        {
            await AnswerAsync(context, closing).ConfigureAwait(false);
        }
        catch (RefusedException e)
        {
            await GiveAsync(context, e.Code, JsonSerializer.SerializeToUtf8Bytes(e.Status()), e.RetryAfter).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server ends: nothing is left to be told.
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken closing)
    {
        var request = context.Request;
        if (await extras.TryCommandAsync(context).ConfigureAwait(false))
            return;
        if (!tokens.Admits(request.Headers.Authorization.ToString()) && context.Connection.ClientCertificate is null)
            throw RefusedException.Unauthorized();
        if (faults.Take(request.Path + request.QueryString.ToString()) is { } refusal)
            throw new RefusedException(refusal.Status, "InternalError", $"refused on command with {refusal.Status.ToString(CultureInfo.InvariantCulture)}") { RetryAfter = refusal.RetryAfter };
        if (await extras.TryGiveAsync(context).ConfigureAwait(false))
            return;
        var path = ObjectPath.Parse(request.Path.Value ?? "") ?? throw RefusedException.NoSuchPath();
        var form = Accepted.Of(request, !faults.KnowsNoForms);
        var verb = Verb(request, path);
        access.Check(verb, path);
        if (verb is "list" or "watch" && faults.IsSlow)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(false);
        await DoAsync(context, verb, path, form, closing).ConfigureAwait(false);
    }

    private Task DoAsync(HttpContext context, string verb, ObjectPath path, Form form, CancellationToken closing) => verb switch
    {
        "watch" => watches.GiveAsync(context, path, form, closing),
        "list" => lists.GiveAsync(context, path, form),
        "get" => GiveAsync(context, 200, store.Find(path.Type, new ObjectKey(path.Namespace ?? "", path.Name!)) ?? throw RefusedException.NotFound(path.Type.Qualified, path.Name!), form),
        "create" => WriteAsync(context, form, 201, async () => writer.Create(path, (JsonObject)await BodyAsync(context).ConfigureAwait(false))),
        "update" => WriteAsync(context, form, 200, async () => writer.Update(path, (JsonObject)await BodyAsync(context).ConfigureAwait(false))),
        "patch" => WriteAsync(context, form, 200, async () => writer.Patch(path, context.Request.ContentType?.Split(';')[0] ?? "", await BodyAsync(context).ConfigureAwait(false))),
        "delete" => DeleteAsync(context, path, form),
        "deletecollection" => DeleteAllAsync(context, path),
        _ => throw new RefusedException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
    };

    private static string Verb(HttpRequest request, ObjectPath path) => request.Method switch
    {
        "GET" => request.Query["watch"] is var watch && (watch == "true" || watch == "1") ? "watch" : path.Name is null ? "list" : "get",
        "POST" when path.Name is null => "create",
        "PUT" when path.Name is not null => "update",
        "PATCH" when path.Name is not null => "patch",
        "DELETE" => path.Name is null ? "deletecollection" : "delete",
        _ => "",
    };

    private async Task WriteAsync(HttpContext context, Form form, int code, Func<Task<StoredObject>> write)
    {
        if (context.Request.Query["dryRun"].Count > 0)
            throw RefusedException.BadRequest("this server has no dryRun");
        await GiveAsync(context, code, await write().ConfigureAwait(false), form).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, ObjectPath path, Form form)
    {
        var isAtOnce = context.Request.Query["gracePeriodSeconds"] == "0"
            || (context.Request.ContentLength > 0 && (await BodyAsync(context).ConfigureAwait(false))["gracePeriodSeconds"]?.GetValue<int>() == 0);
        var deleted = writer.Delete(path.Type, new ObjectKey(path.Namespace ?? "", path.Name!), isAtOnce);
        if (path.Type == ResourceType.Pods)
            await GiveAsync(context, 200, deleted, form).ConfigureAwait(false);
        else
            await GiveAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(Success(deleted))).ConfigureAwait(false);
    }

    private async Task DeleteAllAsync(HttpContext context, ObjectPath path)
    {
        var selection = new Selection(path, context.Request.Query);
        foreach (var stored in store.Read(path.Type).Objects.Values.Where(selection.Matches))
            writer.Delete(path.Type, stored.Key, isAtOnce: true);
        await GiveAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" })).ConfigureAwait(false);
    }

    private static JsonObject Success(StoredObject deleted) => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success",
        ["details"] = new JsonObject { ["name"] = deleted.Name, ["group"] = deleted.Type.Group, ["kind"] = deleted.Type.Plural, ["uid"] = deleted.Uid },
    };

    private static async Task<JsonNode> BodyAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false) is { } body and (JsonObject or JsonArray)
                ? body
                : throw RefusedException.BadRequest("the body is no object");
        }
        catch (JsonException e)
        {
            throw RefusedException.BadRequest($"the body is no JSON: {e.Message}");
        }
    }

    private Task GiveAsync(HttpContext context, int code, StoredObject stored, Form form) => GiveAsync(context, code, form switch
    {
        Form.Metadata => stored.MetadataJson,
        Form.Table => Tables.Of(stored.Type, [stored], new JsonObject { ["resourceVersion"] = stored.Version.ToString(CultureInfo.InvariantCulture) }, true, time),
        _ => stored.Json,
    });

    private static async Task GiveAsync(HttpContext context, int code, byte[] json, int retryAfter = 0)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (retryAfter > 0)
            context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }
}
