using System.Globalization;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Reads one watch after another, event by event as they come. Of one thread at a time.</summary>
internal sealed class Watching(ApiClient api, ObjectKind kind, ObjectReader reader, ObjectSink sink, FeedFigures figures, FeedOptions options, string selector, TimeProvider time)
{
    // Who was deleted is told by metadata alone: an object that cannot be read has an end too.
    private readonly OwnerReader _ended = new(kind);

    /// <summary>Up to where all is told; a watch goes on from there.</summary>
    public string Version { get; set; } = "";

    /// <summary>Lines that the last watch brought.</summary>
    public long Lines { get; private set; }

    /// <summary>Watches until the server or the connection ends it.</summary>
    /// <param name="resource">What.</param>
    /// <param name="begun">Called as the server begins to answer.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ApiException">It could not begin, or broke; the next goes on from <see cref="Version"/>.</exception>
    public async Task<WatchEnd> RunAsync(Resource resource, Action begun, CancellationToken stop)
    {
        var seconds = Math.Ceiling(options.WatchTime.TotalSeconds * (1 + Random.Shared.NextDouble()));
        var path = $"{resource.Path}?watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(Version)}&timeoutSeconds={seconds.ToString(CultureInfo.InvariantCulture)}{selector}";
        HttpResponseMessage answer;
        try
        {
            answer = await api.GetAsync(path, resource.WatchAccept, stop).ConfigureAwait(false);
        }
        catch (ApiException e) when (e.Word == ApiException.Expired)
        {
            return WatchEnd.Expired;
        }

        using (answer)
        {
            figures.CountWatch();
            Lines = 0;
            begun();
            return await ReadAsync(answer, TimeSpan.FromSeconds(seconds) + options.Patience, stop).ConfigureAwait(false);
        }
    }

    private async Task<WatchEnd> ReadAsync(HttpResponseMessage answer, TimeSpan most, CancellationToken stop)
    {
        using var body = await BodyReader.OpenAsync(api, answer, stop).ConfigureAwait(false);
        using var scanner = new LineScanner();
        var began = time.GetTimestamp();
        while (true)
        {
            var piece = await body.NextAsync(most - time.GetElapsedTime(began)).ConfigureAwait(false);
            if (piece.Length == 0)
                return WatchEnd.Done;
            while (Next(scanner, ref piece) is { } step)
                if (step.End is { } end)
                    return end;
                else if (step.Put is { } made)
                    await sink.WatchAsync(made, stop).ConfigureAwait(false);
                else if (step.Ended is { } uid)
                    await sink.EndAsync(uid, stop).ConfigureAwait(false);
        }
    }

    private Step? Next(LineScanner scanner, ref ReadOnlyMemory<byte> piece)
    {
        var rest = piece.Span;
        while (scanner.Next(ref rest))
        {
            piece = piece[^rest.Length..];
            Lines++;
            try
            {
                return scanner.IsOver ? throw new UnreadableException(SkipReason.TooLarge, $"a line has more than {ItemScanner.LargestItem} bytes") : Read(scanner.Line);
            }
            catch (UnreadableException e)
            {
                sink.Skip(e);
            }
        }

        return null;
    }

    private Step Read(ReadOnlySpan<byte> line)
    {
        var told = WatchLine.Read(line);
        switch (told.Type)
        {
            case WatchEventType.Bookmark:
                figures.CountBookmark();
                return Mark(ListHead.Read(told.Object).Version);
            case WatchEventType.Error:
                return Error(ServerStatus.Read(told.Object) ?? default);
            case WatchEventType.Deleted:
                var ended = _ended.Read(told.Object);
                Reach(ended.Version);
                return new Step { Ended = ended.Uid };
            default:
                var made = reader.Read(told.Object);
                Reach(made.Version);
                return new Step { Put = made };
        }
    }

    private Step Mark(string version)
    {
        if (Number(version) is { } marked && Number(Version) is { } reached && marked < reached)
            return new Step { End = WatchEnd.WentBack };
        if (version.Length > 0)
            Version = version;
        return default;
    }

    private void Reach(ulong version)
    {
        if (version > 0)
            Version = version.ToString(CultureInfo.InvariantCulture);
    }

    private static ulong? Number(string version) => ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private Step Error(ServerStatus status) => status.Code == 410
        ? new Step { End = WatchEnd.Expired }
        : throw new ApiException("watch_error", $"{api.Shown} ends a watch: {(status.Message.Length > 0 ? status.Message : "it does not say why")}");

    /// <summary>What a line asks for; nothing where all are null.</summary>
    private readonly record struct Step(ClusterObject? Put, string? Ended, WatchEnd? End);
}
