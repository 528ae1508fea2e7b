using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes;

/// <summary>
/// The way to a cluster, which may not be there yet: a token or a file of authorities that somebody puts in place later is looked for again. One thread.
/// </summary>
/// <param name="open">Begins to follow the cluster; an <see cref="UnavailableException"/> says what is missing.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The component's log.</param>
internal sealed class ClusterLink(Func<IClusterFeed> open, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private IClusterFeed? _feed;
    private long? _tried;
    private string? _missing;

    /// <summary>What the feed counts; null as long as there is none.</summary>
    public FeedFigures? Figures => _feed?.Figures;

    /// <summary>The kinds that it tells of; none as long as there is none.</summary>
    public IReadOnlyList<ObjectKind> Kinds => _feed?.Kinds ?? [];

    /// <summary>Takes the next change where there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out Change? change)
    {
        if (_feed is null)
            Open();
        change = null;
        return _feed?.TryTake(out change) == true;
    }

    /// <summary>Tries to begin, unless that was tried a moment ago.</summary>
    public void Open()
    {
        if (_tried is { } before && time.GetElapsedTime(before) < Pause)
            return;
        _tried = time.GetTimestamp();
        try
        {
            _feed = open();
            if (_missing is not null)
                log.LogInformation("the cluster is followed now");
        }
        catch (UnavailableException e)
        {
            if (e.Message != _missing)
                log.LogError("nothing is known of the cluster, rows go on as unknown; tried again each {Pause} s: {Message}", (int)Pause.TotalSeconds, e.Message);
            _missing = e.Message;
        }
    }

    public ValueTask DisposeAsync() => _feed?.DisposeAsync() ?? ValueTask.CompletedTask;
}
