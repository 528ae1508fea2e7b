using System.Collections.Concurrent;
using Pipeline.Transforms.Kubernetes.Api.Reading;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>What a feed counts; all only grow. Thread-safe.</summary>
internal sealed class FeedFigures
{
    private readonly ConcurrentDictionary<string, long> _failures = [];
    private readonly long[] _skipped = new long[Enum.GetValues<SkipReason>().Length];
    private long _lists, _expired, _watches, _cut, _put, _gone, _repeated, _bookmarks;

    /// <summary>Lists read to their end.</summary>
    public long Lists => Interlocked.Read(ref _lists);

    /// <summary>How often the server had forgotten what a watch or a list wanted to go on from.</summary>
    public long Expired => Interlocked.Read(ref _expired);

    /// <summary>Watches begun.</summary>
    public long Watches => Interlocked.Read(ref _watches);

    /// <summary>Watches that ended in the middle, or were given up on because nothing came.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Objects told.</summary>
    public long Put => Interlocked.Read(ref _put);

    /// <summary>Ends of objects told.</summary>
    public long Gone => Interlocked.Read(ref _gone);

    /// <summary>States of objects that came again, or late, and were not told.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Events that told how far a watch is, and nothing else.</summary>
    public long Bookmarks => Interlocked.Read(ref _bookmarks);

    /// <summary>Requests that came to nothing, by what came instead.</summary>
    public IReadOnlyDictionary<string, long> Failures => _failures;

    /// <summary>Objects and events that could not be read.</summary>
    public long Skipped(SkipReason reason) => Interlocked.Read(ref _skipped[(int)reason]);

    public void CountList() => Interlocked.Increment(ref _lists);

    public void CountExpired() => Interlocked.Increment(ref _expired);

    public void CountWatch() => Interlocked.Increment(ref _watches);

    public void CountCut() => Interlocked.Increment(ref _cut);

    public void CountPut() => Interlocked.Increment(ref _put);

    public void CountGone() => Interlocked.Increment(ref _gone);

    public void CountRepeated() => Interlocked.Increment(ref _repeated);

    public void CountBookmark() => Interlocked.Increment(ref _bookmarks);

    public void CountSkipped(SkipReason reason) => Interlocked.Increment(ref _skipped[(int)reason]);

    public void CountFailure(string word) => _failures.AddOrUpdate(word, 1, static (_, count) => count + 1);
}
