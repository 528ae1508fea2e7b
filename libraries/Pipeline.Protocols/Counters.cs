namespace Pipeline.Protocols;

/// <summary>What happened to the connections of one protocol since the last time it was told.</summary>
public sealed class Counters
{
    /// <summary>Rows made.</summary>
    public long Records { get; set; }

    /// <summary>Messages read whole, requests and responses.</summary>
    public long Messages { get; set; }

    /// <summary>Requests whose response is not known.</summary>
    public long UnpairedRequests { get; set; }

    /// <summary>Responses whose request is not known.</summary>
    public long UnpairedResponses { get; set; }

    internal long Opened;
    internal long Closed;
    internal long Bytes;
    internal long GapBytes;
    internal long RepeatedBytes;
    internal long SkippedBytes;
    internal long IgnoredBytes;
    internal long Invalid;
    internal long Resyncs;
    internal long GivenUp;
    internal long Expired;
    internal long Evicted;
    internal long EvictedBytes;

    internal void Clear()
    {
        (Records, Messages, UnpairedRequests, UnpairedResponses) = (0, 0, 0, 0);
        (Opened, Closed, Bytes, GapBytes, RepeatedBytes, SkippedBytes, IgnoredBytes) = (0, 0, 0, 0, 0, 0, 0);
        (Invalid, Resyncs, GivenUp, Expired, Evicted, EvictedBytes) = (0, 0, 0, 0, 0, 0);
    }
}
