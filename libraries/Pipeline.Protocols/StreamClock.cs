namespace Pipeline.Protocols;

/// <summary>
/// How much time has passed for connections, by what their bytes tell and by what passes here, whichever is further. Bytes may be read faster than they were moved,
/// come from several machines, and from clocks that were set meanwhile; here a process may be halted. So only differences count, and what jumps counts as one
/// step: it neither ends all that is idle for a moment nor holds up what is idle for hours. One thread at a time.
/// </summary>
/// <param name="time">The clock here, of which only time that passed is asked.</param>
/// <param name="step">The most that a jump of an input's clock counts for, in nanoseconds.</param>
/// <param name="tick">The most that passes here from one call to the next, in nanoseconds: beyond, this process was halted or held up, and bytes wait to be read.</param>
/// <param name="lag">How far bytes may be behind, because they waited somewhere, in nanoseconds.</param>
internal sealed class StreamClock(TimeProvider time, long step, long tick, long lag)
{
    /// <summary>Inputs whose clocks are known. An input that runs anew has another origin.</summary>
    private const int MostInputs = 64;

    private readonly Dictionary<BatchOrigin, long> _offsets = [];
    private BatchOrigin? _origin;
    private long _offset;
    private bool _isNewInput;
    private long _here = time.GetTimestamp();

    /// <summary>Nanoseconds that have passed. Never goes back.</summary>
    public long Now { get; private set; }

    /// <summary>Time passes here.</summary>
    public void Tick()
    {
        var here = time.GetTimestamp();
        var passed = time.GetElapsedTime(_here, here).Ticks;
        _here = here;
        Now += Math.Clamp(passed, 0, tick / TimeSpan.NanosecondsPerTick) * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>What follows is of this input.</summary>
    public void Turn(BatchOrigin origin)
    {
        Tick();
        if (origin.Equals(_origin))
            return;
        Keep();
        _origin = origin;
        _isNewInput = !_offsets.TryGetValue(origin, out _offset);
    }

    /// <summary>Something happened at a time on the input's clock, in nanoseconds.</summary>
    public void See(long at)
    {
        if (_isNewInput)
            (_offset, _isNewInput) = (Now - at, false);
        var passed = unchecked(at + _offset - Now);
        if (passed > 0)
            Now += Math.Min(passed, step);
        // A clock that was set: from here on it counts from here.
        if (passed > step || passed < -lag)
            _offset = unchecked(Now - at);
    }

    private void Keep()
    {
        if (_origin is null || _isNewInput)
            return;
        if (_offsets.Count == MostInputs)
            _offsets.Clear();
        _offsets[_origin] = _offset;
    }
}
