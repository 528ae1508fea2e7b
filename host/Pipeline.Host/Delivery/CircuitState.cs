namespace Pipeline.Host.Delivery;

/// <summary>Whether a sink is written to. The numbers are those of the metric.</summary>
internal enum CircuitState
{
    /// <summary>Every write may begin.</summary>
    Closed = 0,

    /// <summary>One write finds out whether the other end is back; all others wait for it.</summary>
    HalfOpen = 1,

    /// <summary>None may begin yet.</summary>
    Open = 2,
}
