namespace Pipeline.Http;

/// <summary>The header in which a server says when to come again.</summary>
internal static class RetryAfter
{
    /// <summary>Longest wait that is believed: a server that is mistaken must not stop delivery for a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait; zero where it does not say, or says nonsense.</summary>
    public static TimeSpan Of(HttpResponseMessage answer, TimeProvider time)
    {
        var header = answer.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - time.GetUtcNow() ?? TimeSpan.Zero;
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay > Longest ? Longest : delay;
    }
}
