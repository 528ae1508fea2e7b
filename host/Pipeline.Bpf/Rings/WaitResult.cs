namespace Pipeline.Bpf.Rings;

/// <summary>Why a wait for rings ended.</summary>
public enum WaitResult
{
    /// <summary>A record may be there.</summary>
    Records,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary><see cref="RingWaiter.Stop"/> was called.</summary>
    Stopped,
}
