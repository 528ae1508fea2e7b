namespace Pipeline.Servers.Collector.Answering;

/// <summary>A script of a server that takes so many requests at once, and so many a second after that, and tells the others to come later.</summary>
public sealed class RateLimit(int burst, double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Requests told to come later.</summary>
    public long Refused { get; private set; }

    /// <summary>The answer to the next request.</summary>
    public Answer Next(ReceivedRequest request)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + time.GetElapsedTime(_filled, now).TotalSeconds * perSecond);
            _filled = now;
            if (_left >= 1)
            {
                _left--;
                return Answer.Success;
            }

            Refused++;
            var wait = TimeSpan.FromSeconds((1 - _left) / perSecond);
            return request.Transport == Transport.Grpc
                ? Answer.Grpc(8, "too many requests").WithRetryInfo(wait)
                : Answer.Http(429, "too many requests").With("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
