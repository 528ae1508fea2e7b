using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Security;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>What is no object: discovery, health, the description of the API, a kubelet's list of pods, and commands.</summary>
internal sealed class Extras(KubernetesServerOptions options, ObjectStore store, FaultPlan faults, Tokens tokens, Func<bool, Task> restart)
{
    private const string OpenApi = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>Answers where the path is one of these.</summary>
    public async Task<bool> TryGiveAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method))
            return false;
        if (Discovery.Find(path) is { } said)
            return await GiveAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(said)).ConfigureAwait(false);
        return path switch
        {
            "/healthz" or "/livez" or "/readyz" => await GiveAsync(context, "text/plain", "ok"u8.ToArray()).ConfigureAwait(false),
            "/pods" => await GiveAsync(context, "application/json", Pods(context.Request.Query["node"].ToString())).ConfigureAwait(false),
            "/openapi/v2" when options.OpenApiFile is { } file => await GiveAsync(context, OpenApi, await File.ReadAllBytesAsync(file, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false),
            _ => false,
        };
    }

    /// <summary>Does what a request to <c>/faults/NAME</c> commands, where commands are taken.</summary>
    public async Task<bool> TryCommandAsync(HttpContext context)
    {
        var (path, query) = (context.Request.Path.Value ?? "", context.Request.Query);
        if (!options.TakesCommands || !HttpMethods.IsPost(context.Request.Method) || !path.StartsWith("/faults/", StringComparison.Ordinal))
            return false;
        switch (path["/faults/".Length..])
        {
            case "drop":
                faults.DropWatches();
                break;
            case "compact":
                store.Compact();
                break;
            case "slow":
                faults.IsSlow = true;
                break;
            case "half-list":
                faults.HalveLists(Number(query, "count", 1));
                break;
            case "half-event":
                faults.HalveEvents(Number(query, "count", 1));
                break;
            case "refuse":
                faults.Refuse(new Refusal { Status = Number(query, "status", 503), Count = Number(query, "count", 1), RetryAfter = Number(query, "retry-after", 0), Path = query["path"].ToString() });
                break;
            case "token":
                tokens.Add(query["value"].ToString(), TimeSpan.FromSeconds(Number(query, "seconds", 3600)));
                break;
            case "expire":
                tokens.Expire(query["value"].ToString());
                break;
            case "restart":
                // The answer goes before the connection does, however long the client takes to read it.
                context.Response.Headers.Connection = "close";
                var keepsState = query["state"] != "lost";
                context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed.Register(() => Task.Run(() => restart(keepsState)));
                break;
            case "clear":
                faults.Clear();
                break;
            default:
                throw RefusedException.BadRequest($"unknown command '{path}' (expected drop, compact, slow, half-list, half-event, refuse, token, expire, restart, clear)");
        }

        return await GiveAsync(context, "text/plain", "done\n"u8.ToArray()).ConfigureAwait(false);
    }

    private byte[] Pods(string node)
    {
        var pods = store.Read(ResourceType.Pods).Objects.Values.Where(pod => node.Length == 0 ? pod.At("spec.nodeName").Length > 0 : pod.At("spec.nodeName") == node);
        return Encoding.UTF8.GetBytes($$"""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{{string.Join(',', pods.Select(pod => Encoding.UTF8.GetString(pod.Json)))}}]}""");
    }

    private static int Number(IQueryCollection query, string key, int otherwise) =>
        query[key].ToString() is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.BadRequest($"{key} is no number (got '{text}')");

    private static async Task<bool> GiveAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        return true;
    }
}
