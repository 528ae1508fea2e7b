using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pipeline.KubernetesServer.Faults;
using Pipeline.KubernetesServer.Selecting;
using Pipeline.KubernetesServer.Serving;
using Pipeline.KubernetesServer.Storage;

namespace Pipeline.KubernetesServer.Watching;

/// <summary>One watch.</summary>
internal sealed class WatchStream(
    ObjectStore store, FaultPlan faults, KubernetesServerOptions options, TimeProvider time, HttpContext context, ObjectPath path, Selection selection, Form form, WatchSession session,
    Action bookmarked)
{
    private bool _hasHeadings;
    private long _version;

    /// <summary>Writes until its time is over, or the version asked for is forgotten.</summary>
    /// <param name="stop">Its time is over, or its connection.</param>
    /// <param name="broken">Its connection is over. One that hangs does not look at its time either.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken broken)
    {
        await BeginAsync(stop).ConfigureAwait(false);
        var marked = time.GetTimestamp();
        while (true)
        {
            if (faults.IsSlow)
                await Task.Delay(Timeout.Infinite, broken).ConfigureAwait(false);
            while (session.TryTake(out var line))
                await WriteAsync(line!, stop).ConfigureAwait(false);
            var (changes, version, more) = store.After(path.Type, _version);
            if (changes is null)
            {
                await EventAsync("ERROR", Encoding.UTF8.GetBytes(RefusedException.Expired(_version, version).Status().ToJsonString()), stop).ConfigureAwait(false);
                return;
            }

            foreach (var change in changes)
                await ChangeAsync(change, stop).ConfigureAwait(false);
            _version = Math.Max(_version, version);
            var rest = options.BookmarkInterval - time.GetElapsedTime(marked);
            if (rest <= TimeSpan.Zero)
            {
                marked = time.GetTimestamp();
                await BookmarkAsync(version, stop).ConfigureAwait(false);
                continue;
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(more, session.WaitAsync(wait.Token), Task.Delay(rest, wait.Token)).ConfigureAwait(false);
            await wait.CancelAsync().ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    // Without a version, or with 0, a watch begins with what is there.
    private async Task BeginAsync(CancellationToken stop)
    {
        if (selection.Version is > 0 and var version)
        {
            _version = version;
            return;
        }

        var snapshot = store.Read(path.Type);
        foreach (var stored in snapshot.Objects.Values.Where(selection.Matches))
            await EventAsync("ADDED", Json(stored), stop).ConfigureAwait(false);
        _version = snapshot.Version;
    }

    // Who selects sees an object come that begins to match, and go when it no longer does.
    private Task ChangeAsync(StoredChange change, CancellationToken stop)
    {
        var (before, after) = (selection.Matches(change.Before), !change.IsDeleted && selection.Matches(change.After));
        return (before, after) switch
        {
            (false, false) => Task.CompletedTask,
            (false, true) => EventAsync("ADDED", Json(change.After), stop),
            (true, true) => EventAsync("MODIFIED", Json(change.After), stop),
            (true, false) => EventAsync("DELETED", Json(change.After), stop),
        };
    }

    private Task BookmarkAsync(long version, CancellationToken stop)
    {
        if (!selection.WantsBookmarks)
            return Task.CompletedTask;
        var mark = new JsonObject
        {
            ["kind"] = path.Type.Kind, ["apiVersion"] = path.Type.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null },
        };
        bookmarked();
        return EventAsync("BOOKMARK", JsonSerializer.SerializeToUtf8Bytes(mark), stop);
    }

    private byte[] Json(StoredObject stored)
    {
        if (form != Form.Table)
            return form == Form.Metadata ? stored.MetadataJson : stored.Json;
        var table = Tables.Of(stored.Type, [stored], new JsonObject { ["resourceVersion"] = stored.Version.ToString(CultureInfo.InvariantCulture) }, !_hasHeadings, time);
        _hasHeadings = true;
        return table;
    }

    private async Task EventAsync(string type, byte[] json, CancellationToken stop)
    {
        byte[] line = [.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(type), .. "\",\"object\":"u8, .. json, .. "}\n"u8];
        if (faults.TakeHalfEvent())
        {
            await context.Response.Body.WriteAsync(line.AsMemory(0, line.Length / 2), stop).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
            context.Abort();
            throw new OperationCanceledException("the connection was broken on command");
        }

        await WriteAsync(line, stop).ConfigureAwait(false);
    }

    private async Task WriteAsync(byte[] line, CancellationToken stop)
    {
        var most = options.PieceBytes > 0 ? options.PieceBytes : line.Length;
        for (var begin = 0; begin < line.Length; begin += most)
        {
            await context.Response.Body.WriteAsync(line.AsMemory(begin, Math.Min(most, line.Length - begin)), stop).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        }
    }
}
