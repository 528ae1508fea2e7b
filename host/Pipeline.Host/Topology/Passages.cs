namespace Pipeline.Host.Topology;

/// <summary>
/// Follows an edge's batches, numbered in the order they were queued, until the subscriber is done with them, and tells those who wait for all that was queued
/// before they came. The edge's lock guards it.
/// </summary>
internal sealed class Passages
{
    // No more than the subscriber has workers, or parts of batches under way to them.
    private readonly List<long> _taken = [];
    private readonly Queue<(long Target, TaskCompletionSource Passed)> _waiting = new();
    private long _queued;
    private long _first;
    private (long Target, TaskCompletionSource Passed)? _latest;

    /// <summary>A batch was queued.</summary>
    public void Queue() => _queued++;

    /// <summary>The first batch left the queue for the subscriber; its number.</summary>
    public long Take()
    {
        _taken.Add(_first);
        return _first++;
    }

    /// <summary>The first batch left the queue and was lost.</summary>
    public void Displace()
    {
        _first++;
        Tell();
    }

    /// <summary>The subscriber is done with a batch.</summary>
    public void Finish(long number)
    {
        _taken.Remove(number);
        Tell();
    }

    /// <summary>Nobody will be done with anything any more.</summary>
    public void End()
    {
        while (_waiting.TryDequeue(out var waiting))
            waiting.Passed.SetResult();
    }

    /// <summary>Ends when the subscriber is done with all that is queued or taken now.</summary>
    public Task WaitAsync()
    {
        if (_queued == Finished)
            return Task.CompletedTask;
        // Whoever asks a subscriber that hangs, again and again, waits with the one before.
        if (_latest is { } latest && latest.Target == _queued)
            return latest.Passed.Task;
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _latest = (_queued, passed);
        _waiting.Enqueue((_queued, passed));
        return passed.Task;
    }

    private long Finished => _taken.Count == 0 ? _first : _taken.Min();

    private void Tell()
    {
        while (_waiting.TryPeek(out var waiting) && waiting.Target <= Finished)
            _waiting.Dequeue().Passed.SetResult();
    }
}
