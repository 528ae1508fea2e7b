namespace Pipeline;

/// <summary>
/// Gathers those who ask a source for fresh figures, so that one reading answers all who asked before it began. Asking and ending on any thread; reading on the
/// source's.
/// </summary>
/// <param name="wake">Wakes the reading thread; called by the first to ask, on that one's thread.</param>
public sealed class SampleRequests(Action wake)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private bool _ended;

    /// <summary>Whether anybody waits for a reading to begin.</summary>
    public bool Pending => Volatile.Read(ref _waiting) is not null;

    /// <summary>Completes when a reading that had not begun yet has been answered.</summary>
    public async ValueTask AskAsync(CancellationToken cancel)
    {
        TaskCompletionSource asked;
        bool first;
        lock (_lock)
        {
            if (_ended)
                return;
            first = _waiting is null;
            asked = _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (first)
            wake();
        await asked.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>A reading begins now: dispose of what this returns when its rows have been flushed, or when it failed.</summary>
    public SampleRound Begin()
    {
        lock (_lock)
        {
            var round = new SampleRound(_waiting);
            _waiting = null;
            return round;
        }
    }

    /// <summary>There will be no more readings: answers all who wait and who will ask.</summary>
    public void End()
    {
        lock (_lock)
            _ended = true;
        Begin().Dispose();
    }
}
