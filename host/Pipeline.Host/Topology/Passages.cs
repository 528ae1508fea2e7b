namespace Pipeline.Host.Topology;

/// <summary>
/// Follows an edge's batches, numbered in the order they were queued, until the subscriber is done with them, and tells those who wait for all that was queued
/// before they came. The edge's lock guards it.
/// </summary>
internal sealed class Passages
{
    private readonly Queue<(long Target, TaskCompletionSource Passed)> _waiting = new();

    // Whether the subscriber is done with a batch, for those from the first it is not done with to the last it took: a ring, by number.
    private bool[] _done = new bool[16];
    private long _finished;
    private long _first;
    private long _queued;
    private (long Target, TaskCompletionSource Passed)? _latest;

    /// <summary>A batch was queued.</summary>
    public void Queue() => _queued++;

    /// <summary>The first batch left the queue for the subscriber; its number.</summary>
    public long Take()
    {
        if (_first - _finished == _done.Length)
            Grow();
        _done[Place(_first)] = false;
        return _first++;
    }

    /// <summary>The first batch left the queue and was lost.</summary>
    public void Displace() => Finish(Take());

    /// <summary>The subscriber is done with a batch.</summary>
    public void Finish(long number)
    {
        _done[Place(number)] = true;
        while (_finished < _first && _done[Place(_finished)])
            _finished++;
        while (_waiting.TryPeek(out var waiting) && waiting.Target <= _finished)
            _waiting.Dequeue().Passed.SetResult();
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
        if (_queued == _finished)
            return Task.CompletedTask;
        // Whoever asks a subscriber that hangs, again and again, waits with the one before.
        if (_latest is { } latest && latest.Target == _queued)
            return latest.Passed.Task;
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _latest = (_queued, passed);
        _waiting.Enqueue((_queued, passed));
        return passed.Task;
    }

    private int Place(long number) => (int)(number % _done.Length);

    private void Grow()
    {
        var grown = new bool[2 * _done.Length];
        for (var number = _finished; number < _first; number++)
            grown[number % grown.Length] = _done[Place(number)];
        _done = grown;
    }
}
