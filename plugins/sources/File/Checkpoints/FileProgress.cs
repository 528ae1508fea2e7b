namespace Pipeline.Sources.File.Checkpoints;

/// <summary>How far a file is delivered: up to the first batch of its rows that is not settled. Thread-safe.</summary>
internal sealed class FileProgress(FileIdentity identity, string path, ReadPlace start)
{
    private readonly Lock _lock = new();
    private readonly Queue<ProgressStep> _steps = new();
    private ReadPlace _committed = start;

    /// <summary>Which content.</summary>
    public FileIdentity Identity => identity;

    /// <summary>The name it was found under.</summary>
    public string Path => path;

    /// <summary>Whether nobody reads it any more.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it was deleted, so that it can be forgotten once all is settled.</summary>
    public bool IsGone { get; set; }

    /// <summary>Up to where everything is settled.</summary>
    public ReadPlace Committed
    {
        get { lock (_lock) return _committed; }
    }

    /// <summary>Whether everything that was read is settled.</summary>
    public bool IsSettled
    {
        get { lock (_lock) return _steps.Count == 0; }
    }

    /// <summary>The account of a batch whose rows end at a place. Made in the order of reading; the caller holds it once.</summary>
    public Account Open(ReadPlace end)
    {
        var step = new ProgressStep(this, end);
        lock (_lock)
            _steps.Enqueue(step);
        return new Account(step, (ulong)end.Offset);
    }

    /// <summary>Nothing became of what was read up to here but counts.</summary>
    public void Pass(ReadPlace end)
    {
        lock (_lock)
        {
            if (_steps.Count == 0)
                _committed = end;
            else
                _steps.Enqueue(new ProgressStep(this, end) { IsSettled = true });
        }
    }

    internal void Settle(ProgressStep step)
    {
        lock (_lock)
        {
            step.IsSettled = true;
            while (_steps.TryPeek(out var first) && first.IsSettled)
                _committed = _steps.Dequeue().End;
        }
    }
}
