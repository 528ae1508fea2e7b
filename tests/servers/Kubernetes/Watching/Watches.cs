using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Selecting;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Watching;

/// <summary>Answers watches: what happened after a version, as it happens.</summary>
internal sealed class Watches(ObjectStore store, FaultPlan faults, KubernetesServerOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<WatchSession, bool> _open = [];

    private long _bookmarks;

    public int Open => _open.Count;

    /// <summary>Bookmarks that were told. Each counts before it goes.</summary>
    public long Bookmarks => Interlocked.Read(ref _bookmarks);

    /// <summary>Puts a line into all watches of a type.</summary>
    public void Inject(ResourceType type, string line)
    {
        foreach (var session in _open.Keys)
            if (session.Type == type)
                session.Put(Encoding.UTF8.GetBytes(line + "\n"));
    }

    public async Task GiveAsync(HttpContext context, ObjectPath path, Form form, CancellationToken closing)
    {
        var selection = new Selection(path, context.Request.Query);
        if (faults.ExpiresByStatus && selection.Version > 0 && store.After(path.Type, selection.Version.Value).Changes is null)
            throw RefusedException.Expired(selection.Version.Value, store.Version);
        var (dropped, session) = (faults.Dropping, new WatchSession(path.Type));
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, closing, dropped);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(broken.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(selection.Seconds ?? 1800 + Random.Shared.Next(1800)));
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        _open[session] = true;
        try
        {
            await new WatchStream(store, faults, options, time, context, path, selection, form, session, () => Interlocked.Increment(ref _bookmarks)).RunAsync(limit.Token, broken.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            if (dropped.IsCancellationRequested || closing.IsCancellationRequested)
                context.Abort();
        }
        finally
        {
            _open.TryRemove(session, out _);
        }
    }
}
