using Pipeline.Sinks.Otlp.Answers;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>What a sink has learned of the other end of a signal, shared by all writes: how large a request may be, and until when it wants none.</summary>
internal sealed class SignalState(TimeProvider time)
{
    /// <summary>Bytes that servers of gRPC take by default, less what frames add.</summary>
    public const int DefaultLimit = (4 << 20) - (64 << 10);

    // No receiver that takes less is worth a request a row.
    private const int SmallestLimit = 4 << 10;

    private readonly Lock _gate = new();
    private long _quietSince;
    private Verdict? _quiet;
    private int _limit = DefaultLimit;

    /// <summary>Bytes that a request may have.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>A request of so many bytes was too large. False: smaller ones would be no use.</summary>
    public bool Learn(int refusedBytes)
    {
        lock (_gate)
        {
            if (refusedBytes <= SmallestLimit)
                return false;
            _limit = Math.Min(_limit, Math.Max(SmallestLimit, refusedBytes / 2));
            return true;
        }
    }

    /// <summary>An answer that may say for how long the other end wants to be left alone.</summary>
    public void Hear(Verdict verdict)
    {
        if (verdict.Delay <= TimeSpan.Zero)
            return;
        lock (_gate)
            (_quietSince, _quiet) = (time.GetTimestamp(), verdict);
    }

    /// <summary>What it said, with the time that is left of it; null: it may be written to.</summary>
    public Verdict? Quiet()
    {
        lock (_gate)
        {
            if (_quiet is not null && _quiet.Delay - time.GetElapsedTime(_quietSince) is { Ticks: > 0 } left)
                return _quiet with { Delay = left };
            return _quiet = null;
        }
    }
}
