namespace Pipeline.Protocols;

/// <summary>Why a request will have no response.</summary>
public enum WaitEnd
{
    /// <summary>None came in time.</summary>
    TimedOut,

    /// <summary>Others needed its place: a response may still come.</summary>
    Evicted,

    /// <summary>Nobody waits any more.</summary>
    Cleared,
}
