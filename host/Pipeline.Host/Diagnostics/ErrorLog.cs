namespace Pipeline.Host.Diagnostics;

/// <summary>Keeps what was logged as a warning or worse until the telemetry source makes rows of it. Thread-safe, and bounded: what finds no room is counted.</summary>
internal sealed class ErrorLog
{
    // Ten seconds of a component that fails a hundred times a second.
    private const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<LoggedError> _errors = [];
    private long _missed;

    public void Add(LoggedError error)
    {
        lock (_lock)
            if (_errors.Count < Capacity)
                _errors.Enqueue(error);
            else
                _missed++;
    }

    /// <summary>Takes everything out; how many found no room since the call before.</summary>
    public long Drain(List<LoggedError> into)
    {
        lock (_lock)
        {
            into.AddRange(_errors);
            _errors.Clear();
            var missed = _missed;
            _missed = 0;
            return missed;
        }
    }
}
