using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>What is there no more and still known, in the order in which it went.</summary>
/// <param name="keep">Nanoseconds for which rows of it may still come.</param>
internal sealed class Departures(long keep)
{
    private readonly Queue<(Subject Subject, long Gone)> _queue = new();

    /// <summary>It is there no more from now on.</summary>
    public void Add(Subject subject, long now)
    {
        subject.Gone = now;
        _queue.Enqueue((subject, now));
    }

    /// <summary>The next to be forgotten, if its time has come or <paramref name="isEarly"/>.</summary>
    public bool TryTake(long now, bool isEarly, [NotNullWhen(true)] out Subject? subject)
    {
        while (_queue.TryPeek(out var first) && (isEarly || first.Gone <= now - keep))
        {
            _queue.Dequeue();
            subject = first.Subject;
            // Unless it came back: a server that is behind the others may tell of what is gone once more.
            if (subject.Gone == first.Gone && !subject.IsForgotten)
                return true;
        }

        subject = null;
        return false;
    }
}
